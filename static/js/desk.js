// The entry of desk pages, beside main.js.
import { startParts } from "./parts.js";

startParts(document);
