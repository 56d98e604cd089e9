/* The form of a letter, as if someone kind sat beside the person. Each part works alone; none is needed. */

import { eachForm } from "./form.js";
import { offerWhatFollows } from "./after.js";
import { offerDrafts } from "./drafts.js";
import { offerLookUp } from "./register.js";
import { offerPreview } from "./preview.js";
import { keepRelevant } from "./relevance.js";
import { offerSections } from "./sections.js";
import { offerSharing } from "./sharing.js";
import { offerTerms } from "./terms.js";

const PARTS = [keepRelevant, offerTerms, offerSections, offerDrafts, offerLookUp, offerSharing, offerPreview, offerWhatFollows];

for (const offer of PARTS) eachForm(offer);
