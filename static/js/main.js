// The entry of every page. HTML holds names, these modules hold the logic.
import Alpine from "alpinejs";
import "./app/start.js";
import { evaluator } from "./evaluator.js";
import { chips } from "./chips.js";
import { live, startFeed } from "./feed.js";
import { startOutbox } from "./outbox.js";
import { emptyPockets, startPockets } from "./pockets.js";
import { theme } from "./theme.js";
import "./notifications/start.js";
import "./sheets.js";
import "./taps.js";
import "./undo.js";
import { startWaiting } from "./waiting.js";

Alpine.setEvaluator(evaluator(Alpine));
Alpine.data("chips", chips);
Alpine.data("live", live);
Alpine.data("theme", theme);
Alpine.start();
startFeed();
startWaiting();
startOutbox();
startPockets();
if (document.querySelector("[data-sign-in]")) emptyPockets();
if (document.querySelector("[data-pocket]")) import("./pocket-page.js");
