// Windows that must be closed before anything else can be done.

import { h } from "./dom.js";
import { t } from "./texts.js";

function open(...parts) {
  const dialog = h("dialog", { class: "dialog" }, parts);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function showAlert(title, text) {
  const ok = h("button", { type: "button", class: "strong", onclick: () => dialog.close() }, t("ok"));
  const dialog = open(
    h("h3", {}, title),
    h("p", { class: "dialog-words" }, text),
    h("div", { class: "dialog-buttons" }, ok),
  );
}

// Resolves to whether the person agreed to send the number of this telephone.
export function confirmContact(phone) {
  return new Promise((resolve) => {
    const answer = (value) => () => {
      dialog.close();
      resolve(value);
    };
    const dialog = open(
      h("h3", {}, t("share_title")),
      h("p", {}, t("share_text", { phone: phone ?? "—" })),
      h(
        "div",
        { class: "dialog-buttons" },
        h("button", { type: "button", onclick: answer(false) }, t("cancel")),
        h("button", { type: "button", class: "strong", onclick: answer(true) }, t("share")),
      ),
    );
    dialog.addEventListener("cancel", answer(false));
  });
}
