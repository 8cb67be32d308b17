/** The script that all pages have. Without it they can be read; with it they can be searched, and explain themselves. */

import { offerCopies } from "./copy.js";
import { explainExamples } from "./explain.js";
import { startSearch } from "./search.js";
import { fillSubscribeForm } from "./subscribe.js";

startSearch();
explainExamples();
fillSubscribeForm();
offerCopies();
