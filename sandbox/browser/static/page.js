// The window: each part of it looks after itself.
import "./composer.js";
import "./conversation.js";
import "./copying.js";
import "./dialogs.js";
import "./menus.js";
import "./popups.js";
import "./sheets.js";
import "./stream.js";
