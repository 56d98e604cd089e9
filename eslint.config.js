/** @file Lint rules of the site's scripts, of their tests and of this configuration. */

import js from "@eslint/js";
import globals from "globals";

const NO_SUPPORT = "is missing in browsers that the site supports";

export default [
  js.configs.recommended,
  {
    rules: {
      complexity: ["error", 10],
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      // A name says what it holds: tests/test_repository.py asks the same of Python and of templates.
      "id-denylist": ["error", "told", "found", "one", "asked"],
      "max-len": ["error", { code: 120 }],
      "max-lines": ["error", { max: 200 }],
      "no-shadow": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["site/courtois_site/scripts/*.js"],
    languageOptions: { ecmaVersion: 2021, globals: globals.browser },
    rules: {
      // What TypeScript's library does not tell apart: it knows the DOM of today alone.
      "no-restricted-properties": [
        "error",
        { object: "AbortSignal", property: "timeout", message: `AbortSignal.timeout ${NO_SUPPORT}.` },
        { object: "AbortSignal", property: "any", message: `AbortSignal.any ${NO_SUPPORT}.` },
        { property: "requestSubmit", message: `requestSubmit ${NO_SUPPORT}.` },
      ],
      "no-restricted-globals": ["error", "event", "name", "reportError", "structuredClone"],
      "no-restricted-syntax": [
        "error",
        {
          selector: "NewExpression[callee.name='FormData'][arguments.length>1]",
          message: `The button given to FormData ${NO_SUPPORT}.`,
        },
        { selector: "Literal[regex.pattern=/\\(\\?<[=!]/]", message: `Look-behind ${NO_SUPPORT}.` },
      ],
    },
  },
  {
    files: ["tests/scripts/*.js", "eslint.config.js"],
    languageOptions: { globals: globals.nodeBuiltin },
  },
];
