// The lower edge of a chat: writing, answering, attaching, the menu of commands, the keyboard.

import { h, icon, iconButton, redraw } from "./dom.js";
import { currentLanguage, t } from "./texts.js";
import { summary } from "./bubble.js";

const TALLEST_INPUT = 140;

export class Composer {
  // *chat*: persona, botName, send(text, replyTo), edit(id, text), attach(file, caption),
  // tap(key), open(code), block(flag), invitation().
  constructor(chat) {
    this.chat = chat;
    this.replyTo = null;
    this.editing = null;
    this.keysHidden = false;
    this.commandsOpen = false;
    this.element = h("div", { class: "composer" });
    this.input = h("textarea", { rows: 1, class: "input", autocomplete: "off" });
    this.input.addEventListener("input", () => this.#afterTyping());
    this.input.addEventListener("keydown", (event) => this.#onKey(event));
    this.input.addEventListener("paste", (event) => this.#onPaste(event));
    this.file = h("input", { type: "file", class: "hidden", tabindex: "-1", "aria-hidden": "true" });
    this.file.addEventListener("change", () => this.#attachChosen());
    this.render();
  }

  render() {
    const { persona } = this.chat;
    const part = (key, make, ...shown) => ({
      key,
      sign: JSON.stringify([shown, currentLanguage()]),
      make,
    });
    if (persona.is_deactivated) {
      this.#show(part("gone", () => h("p", { class: "bar-note" }, t("deactivated"))));
    } else if (persona.is_blocked) this.#show(part("blocked", () => this.#blockedBar()));
    else if (!persona.is_started) {
      this.#show(part("start", () => this.#startBar(), this.chat.invitation()));
    } else {
      const { keyboard, commands, title } = persona;
      const { editing, replyTo, keysHidden, commandsOpen } = this;
      const typed = this.input.value;
      this.#show(
        this.#draftBar() && part("draft", () => this.#draftBar(), editing, replyTo),
        this.#commandList() &&
          part("commands", () => this.#commandList(), commands, commandsOpen, typed),
        part("bar", () => this.#inputBar(), title, keyboard, commands, keysHidden, editing),
        this.#keys() && part("keys", () => this.#keys(), keyboard),
      );
    }
  }

  focus() {
    this.input.focus();
  }

  // Puts words into the field, to be read and sent by hand.
  suggest(text) {
    this.input.value = text;
    this.#grow();
    this.focus();
  }

  reply(message) {
    this.replyTo = message;
    this.editing = null;
    this.render();
    this.focus();
  }

  edit(message) {
    this.editing = message;
    this.replyTo = null;
    this.input.value = message.text;
    this.render();
    this.#afterTyping();
    this.focus();
  }

  #show(...parts) {
    const hadFocus = this.element.contains(document.activeElement);
    redraw(this.element, parts.filter(Boolean));
    if (hadFocus && this.element.contains(this.input)) this.input.focus();
  }

  #blockedBar() {
    return h(
      "div",
      { class: "bar" },
      h("p", { class: "bar-note" }, t("blocked")),
      h(
        "button",
        { type: "button", class: "wide", onclick: () => this.chat.block(false) },
        t("unblock"),
      ),
    );
  }

  #startBar() {
    const slip = this.chat.invitation();
    const start = h(
      "button",
      { type: "button", class: slip ? "wide quiet" : "wide", onclick: () => this.chat.send("/start") },
      t("start"),
    );
    if (!slip) return h("div", { class: "bar" }, start);
    const open = h(
      "button",
      { type: "button", class: "wide", onclick: () => this.chat.open(slip.code) },
      icon("ticket"),
      t("open_invitation"),
    );
    return h("div", { class: "bar" }, open, start);
  }

  #draftBar() {
    const message = this.editing ?? this.replyTo;
    if (!message) return null;
    const title = this.editing ? t("editing") : t("replying");
    const cancel = iconButton("close", t("cancel"), () => this.#cancelDraft());
    return h(
      "div",
      { class: "draft" },
      icon(this.editing ? "edit" : "reply"),
      h(
        "p",
        {},
        h("strong", {}, title),
        h("span", {}, summary(message)),
      ),
      cancel,
    );
  }

  #inputBar() {
    const { persona } = this.chat;
    this.input.placeholder = persona.keyboard?.placeholder ?? t("message");
    this.input.setAttribute("aria-label", `${t("message")} — ${persona.title}`);
    const slash = h(
      "button",
      {
        type: "button",
        class: "icon-button slash",
        "aria-label": t("commands"),
        title: t("commands"),
        onclick: () => this.#toggleCommands(),
      },
      "/",
    );
    return h(
      "form",
      {
        class: "bar input-bar",
        onsubmit: (event) => {
          event.preventDefault();
          this.#submit();
        },
      },
      this.file,
      iconButton("attach", t("attach"), () => this.file.click()),
      this.input,
      persona.commands.length > 0 ? slash : null,
      persona.keyboard
        ? iconButton("keys", t("show_keys"), () => this.#toggleKeys(), this.keysHidden ? "" : "on")
        : null,
      h(
        "button",
        { type: "submit", class: "icon-button send", "aria-label": t(this.editing ? "save" : "send") },
        icon("send"),
      ),
    );
  }

  #commandList() {
    const typed = this.input.value;
    if (!this.commandsOpen && !/^\/\w*$/.test(typed)) return null;
    const wanted = this.commandsOpen ? "" : typed.slice(1);
    const fitting = this.chat.persona.commands.filter(({ name }) => name.startsWith(wanted));
    if (fitting.length === 0) return null;
    return h(
      "ul",
      { class: "commands", "aria-label": t("commands") },
      fitting.map(({ name, description }) =>
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", onclick: () => this.#runCommand(`/${name}`) },
            h("strong", {}, `/${name}`),
            h("span", {}, description),
          ),
        ),
      ),
    );
  }

  #keys() {
    const { keyboard } = this.chat.persona;
    if (!keyboard || this.keysHidden) return null;
    return h(
      "div",
      { class: "keys" },
      keyboard.rows.map((row) =>
        h(
          "div",
          { class: "keys-row" },
          row.map((key) =>
            h(
              "button",
              { type: "button", class: "reply-key", onclick: () => this.chat.tap(key) },
              key.is_contact ? icon("phone") : null,
              key.caption,
            ),
          ),
        ),
      ),
    );
  }

  #toggleKeys() {
    this.keysHidden = !this.keysHidden;
    this.render();
  }

  #toggleCommands() {
    this.commandsOpen = !this.commandsOpen;
    this.render();
  }

  #runCommand(command) {
    this.commandsOpen = false;
    this.input.value = "";
    this.chat.send(command);
    this.render();
    this.focus();
  }

  #cancelDraft() {
    if (this.editing) this.input.value = "";
    this.editing = null;
    this.replyTo = null;
    this.render();
    this.#grow();
    this.focus();
  }

  #afterTyping() {
    this.#grow();
    const shown = this.element.querySelector(".commands");
    const list = this.#commandList();
    if (shown) shown.replaceWith(...(list ? [list] : []));
    else if (list) this.element.querySelector(".input-bar").before(list);
  }

  #grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, TALLEST_INPUT)}px`;
  }

  #onKey(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape") {
      this.commandsOpen = false;
      this.#cancelDraft();
    } else if (event.key === "ArrowUp" && this.input.value === "" && !this.editing) {
      const own = this.chat.lastOwn();
      if (own) {
        event.preventDefault();
        this.edit(own);
      }
    }
  }

  #onPaste(event) {
    const [file] = event.clipboardData.files;
    if (!file) return;
    event.preventDefault();
    this.chat.attach(file, "");
  }

  #submit() {
    const text = this.input.value.trim();
    if (text === "") return;
    if (this.editing) this.chat.edit(this.editing.id, text);
    else this.chat.send(text, this.replyTo?.id ?? null);
    this.input.value = "";
    this.editing = null;
    this.replyTo = null;
    this.commandsOpen = false;
    this.render();
    this.#grow();
  }

  #attachChosen() {
    const [file] = this.file.files;
    if (file) this.chat.attach(file, this.input.value.trim());
    this.file.value = "";
    this.input.value = "";
    this.#grow();
  }
}
