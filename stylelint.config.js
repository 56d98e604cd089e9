/** @file Lint rules of the site's styles. */

export default {
  extends: "stylelint-config-recommended",
  rules: {
    "declaration-property-value-no-unknown": true,
    "max-nesting-depth": 2,
    "no-descending-specificity": null, // the files are in the order of the page
  },
};
