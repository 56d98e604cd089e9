"""`make same REF=<commit>`: send two checkouts the same requests over HTTP, and print what differs.

The two checkouts are a commit, extracted under `build/same/<commit>` with its own environment, and the
working tree. Each is built and served by its own `make`. This package relies on `make`, on HTTP and on git:
it imports nothing of the project, so that it can compare two checkouts whose trees differ.

    make same REF=a81477d             500 cases, 7,000 requests to each server; it fails when an answer differs
    make same REF=a81477d CASES=50    a quicker look
    build/same/report.txt             what was printed
    build/same/report.json            every group of differences, with up to 50 answers each
    build/same/answers/               for each group: one request and its two answers

How it works:

    checkouts     extract a commit, build it, serve it
    exchange      one request, one response, one connection to a server
    memory        the answers of the commit, cached until the end of the day
    cases         cases drawn from a fixed seed: case number 12 is the same today and next year
    calls         the requests that a case becomes
    other_calls   the requests that need no case: health, methods, broken bodies, short links
    walks         every frozen page that links reach, and a short link
    tokens        an answer as a list of words and tags, without the names of assets
    documents     what a PDF, a Word document or a picture holds
    differences   what differs between two answers
    report        the same difference is printed once, with the number of answers that have it

What is left out: the content of style sheets, scripts and fonts (their addresses and headers are compared),
the headers that change with each answer (`Date`, `ETag`, `Last-Modified`, `Content-Length`), and the ids of
incidents and of short links. Both checkouts date a case without a day on the day of the run.
"""
