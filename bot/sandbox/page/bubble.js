// One message as it stands in a chat: bubble, quotation, pictures, buttons under it.

import { fullMoment, timeOfDay } from "./clock.js";
import { h, icon, iconButton } from "./dom.js";
import { t } from "./texts.js";
import { richBlocks, textWithEntities } from "./words.js";

// *tools* is what the column lends: see Column.tools.
export function bubble(message, tools) {
  const item = h("div", {
    class: `message ${message.is_out ? "out" : "in"}${message.is_silent ? " silent" : ""}`,
    "data-id": message.id,
  });
  const body = h(
    "article",
    { class: "bubble", "aria-label": spokenLabel(message, tools) },
    forwarded(message),
    quotation(message, tools),
    picture(message),
    attachment(message),
    contactCard(message),
    words(message, tools),
    reaction(message),
  );
  body.addEventListener("click", (event) => {
    if (!event.target.closest("a, button, summary, [role=button]")) item.classList.toggle("picked");
  });
  // The time sits in the last line of the words if there is room.
  (message.rich ? body : (body.querySelector(".words") ?? body)).append(meta(message));
  const rows = message.rows.slice(message.rich_rows);
  item.append(
    h(
      "div",
      { class: `stack${message.photo || message.rich ? " full" : ""}` },
      body,
      handles(message, tools),
      rows.length > 0 ? keyboard(rows, message, tools) : null,
    ),
  );
  return item;
}

function spokenLabel(message, tools) {
  const parts = [message.is_out ? t("me") : tools.botName, timeOfDay(message.at)];
  if (message.edited_at) parts.push(t("edited"));
  if (!message.is_out) parts.push(t(message.is_silent ? "silent" : "ringing"));
  return parts.join(", ");
}

function forwarded(message) {
  if (!message.forwarded_from) return null;
  return h("p", { class: "forwarded" }, t("forwarded", { name: message.forwarded_from }));
}

function quotation(message, tools) {
  if (message.reply_to === null) return null;
  const quoted = tools.find(message.reply_to);
  return h(
    "button",
    { type: "button", class: "quotation", onclick: () => tools.jumpTo(message.reply_to) },
    h("span", { class: "quotation-who" }, quoted?.is_out ? t("me") : tools.botName),
    h("span", { class: "quotation-words" }, quoted ? summary(quoted) : t("deleted_message")),
  );
}

export function summary(message) {
  if (message.text) return message.text.replace(/\s+/g, " ").slice(0, 120);
  if (message.photo) return t("photo");
  if (message.document) return message.document.name;
  return message.contact ? t("contact") : "";
}

function picture(message) {
  if (!message.photo) return null;
  const { id, width, height } = message.photo;
  return h(
    "a",
    { class: "picture", href: `sandbox/file/${id}`, target: "_blank", rel: "noopener" },
    h("img", { src: `sandbox/file/${id}`, alt: t("photo"), width, height }),
  );
}

function attachment(message) {
  if (!message.document) return null;
  const { id, name, bytes } = message.document;
  const ending = name.includes(".") ? name.split(".").pop().slice(0, 4) : "";
  return h(
    "a",
    { class: "attachment", href: `sandbox/file/${id}`, download: name },
    h("span", { class: "attachment-kind", "aria-hidden": "true" }, ending || icon("file")),
    h(
      "span",
      { class: "attachment-words" },
      h("span", { class: "attachment-name" }, name),
      h("span", { class: "attachment-size" }, size(bytes)),
    ),
  );
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} ${t("bytes")}`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} ${t("kilobytes")}`;
  return `${(bytes / 1024 / 1024).toFixed(1)} ${t("megabytes")}`;
}

function contactCard(message) {
  if (!message.contact) return null;
  return h(
    "div",
    { class: "contact" },
    h("span", { class: "contact-picture", "aria-hidden": "true" }, icon("phone")),
    h(
      "span",
      { class: "contact-words" },
      h("strong", {}, message.contact.name),
      h("span", {}, message.contact.phone),
    ),
  );
}

function words(message, tools) {
  if (message.rich) {
    let rowNumber = 0;
    const lent = {
      ...tools,
      richButtons: () => keyboard([message.rows[rowNumber++]], message, tools),
    };
    return h("div", { class: "words rich" }, richBlocks(message.rich, lent));
  }
  if (!message.text) return null;
  return h("div", { class: "words" }, textWithEntities(message.text, message.entities, tools));
}

function reaction(message) {
  return message.reaction ? h("span", { class: "reaction" }, message.reaction) : null;
}

function meta(message) {
  const parts = [];
  if (message.edited_at) {
    const title = fullMoment(message.edited_at);
    parts.push(h("span", { class: "edited", title }, t("edited")));
  }
  if (!message.is_out) {
    const label = t(message.is_silent ? "silent" : "ringing");
    parts.push(
      h("span", { class: "sound", title: label }, icon(message.is_silent ? "silent" : "bell")),
    );
  }
  const title = fullMoment(message.at);
  parts.push(h("time", { title }, timeOfDay(message.at)));
  return h("footer", { class: "meta" }, parts);
}

function handles(message, tools) {
  const buttons = [iconButton("reply", t("reply"), () => tools.reply(message))];
  if (message.is_out && message.text && !message.document && !message.photo) {
    buttons.push(iconButton("edit", t("edit"), () => tools.edit(message)));
  }
  return h("div", { class: "handles" }, buttons);
}

function keyboard(rows, message, tools) {
  return h(
    "div",
    { class: "keyboard" },
    rows.map((row) =>
      h("div", { class: "keyboard-row" }, row.map((button) => key(button, message, tools))),
    ),
  );
}

// Lets the keys that stand show and do what *fresh* ones would, if they stand in the same places: a
// finger may be on one of them. Returns whether it could.
export function adoptKeys(stood, fresh) {
  const shape = (keys) => [...keys.children].map((row) => row.children.length).join();
  const [old, now] = [stood, fresh].map((keys) => [...keys.querySelectorAll(".key")]);
  const isLink = (each) => each.tagName === "A";
  if (shape(stood) !== shape(fresh) || [...old, ...now].some(isLink)) return false;
  for (const [place, each] of old.entries()) {
    const { className, disabled, onclick, childNodes } = now[place];
    Object.assign(each, { className, disabled, onclick });
    each.replaceChildren(...childNodes);
  }
  return true;
}

function key(button, message, tools) {
  const style = button.style ? ` style-${button.style}` : "";
  const own =
    button.kind === "copy_text"
      ? () => tools.copy(button.copied)
      : button.kind === "url"
        ? tools.openLink(button.url)
        : null;
  if (button.kind === "url" && !own) {
    return h(
      "a",
      { class: `key${style}`, href: button.url, target: "_blank", rel: "noopener noreferrer" },
      h("span", {}, button.caption),
      icon("external"),
    );
  }
  const element = h(
    "button",
    { type: "button", class: `key${style}`, disabled: !own && button.kind !== "callback_data" },
    h("span", {}, button.caption),
    button.kind === "copy_text" ? icon("copy") : null,
  );
  element.onclick = own ?? ((event) => tools.press(button, message, event.currentTarget));
  return element;
}
