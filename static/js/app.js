// Every widget of every page; each one does nothing where its mark is absent.
import "./theme.js";
import "./menus.js";
import "./errors.js";
import "./list_keys.js";
import "./choosing.js";
import "./narrow.js";
import "./tabs.js";
import "./mentions.js";
import "./letter_choice.js";
import "./feedback.js";
import "./copy.js";
import "./unsaved.js";
import "./uploads.js";
import "./sending.js";
import "./print.js";
import "./review.js";
