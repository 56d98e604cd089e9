"""The pages, one module a group: each gives a blueprint over the contents it is handed."""
