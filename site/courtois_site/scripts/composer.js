/** @file What scripts add to the form of a letter. Each part works alone, and the form works without any. */

import { offerDrafts } from "./drafts.js";
import { eachForm } from "./form.js";
import { keepRelevant } from "./conditional-fields.js";
import { offerNextSteps } from "./next-steps.js";
import { offerPaymentTerms } from "./payment-terms.js";
import { offerPreview } from "./preview.js";
import { offerLookUp } from "./register.js";
import { offerSections } from "./sections.js";
import { offerSharing } from "./sharing.js";

const PARTS = [
  keepRelevant,
  offerPaymentTerms,
  offerSections,
  offerDrafts,
  offerLookUp,
  offerSharing,
  offerPreview,
  offerNextSteps,
];

for (const part of PARTS) eachForm(part);
