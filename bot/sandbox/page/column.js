// One persona's telephone: head, note, chat and composer, and what happens in them.

import { adoptKeys, bubble } from "./bubble.js";
import { dayKey, dayName } from "./clock.js";
import { Composer } from "./composer.js";
import { h, icon, iconButton, keep, motionIsWelcome, redraw } from "./dom.js";
import { Head } from "./head.js";
import { act, upload } from "./net.js";
import { currentLanguage, t } from "./texts.js";
import { confirmContact, showAlert } from "./windows.js";

const TOAST_SHOWN_MS = 3500;
const PRESS_PATIENCE_MS = 15000;
const LEAVING_MS = 220;
const NEAR_BOTTOM_PX = 90;

export class Column {
  // *page*: bot, slipFor(id), isSeen(column), onNews(), select(column), ring().
  constructor(persona, page) {
    this.persona = persona;
    this.page = page;
    this.messages = new Map(persona.messages.map((message) => [message.id, message]));
    this.unread = this.#unseen().length;
    this.waiting = new Map();
    this.noteIsHidden = false;
    this.isAtBottom = true;
    this.head = new Head((flag) => this.block(flag));
    this.composer = new Composer(this);
    this.note = h("div", { class: "note" });
    this.list = h("div", {
      class: "messages",
      role: "log",
      "aria-labelledby": `title-${persona.id}`,
      tabindex: "0",
    });
    this.down = iconButton("down", t("to_newest"), () => this.toBottom(true), "to-newest hidden");
    this.toasts = h("div", { class: "toasts", role: "status" });
    const chat = h("div", { class: "chat" }, this.list, this.down, this.toasts);
    this.element = h(
      "section",
      { class: "column", id: `chat-${persona.id}`, "aria-labelledby": `title-${persona.id}` },
      this.head.element,
      this.note,
      chat,
      this.composer.element,
    );
    this.list.addEventListener("scroll", () => this.#afterScroll());
    new ResizeObserver(() => this.isAtBottom && this.toBottom(false)).observe(this.list);
    for (const kind of ["pointerdown", "focusin"]) {
      this.element.addEventListener(kind, () => this.page.select(this));
    }
    this.#acceptDrops();
    this.render();
  }

  get botName() {
    return this.page.bot.name;
  }

  // --- what the composer needs -----------------------------------------------------------------

  send(text, replyTo = null) {
    return this.#try(act(this.persona.id, "send", { text, reply_to: replyTo }));
  }

  edit(messageId, text) {
    return this.#try(act(this.persona.id, "edit", { message_id: messageId, text }));
  }

  attach(file, caption) {
    return this.#try(upload(this.persona.id, file, caption));
  }

  open(code) {
    return this.#try(act(this.persona.id, "open", { code }));
  }

  block(isBlocked) {
    return this.#try(act(this.persona.id, "block", { is_blocked: isBlocked }));
  }

  async tap(key) {
    if (key.is_contact && !(await confirmContact(this.persona.phone))) return;
    await this.#try(act(this.persona.id, "tap", { caption: key.caption }));
  }

  invitation() {
    return this.page.slipFor(this.persona.id);
  }

  get newest() {
    return [...this.messages.values()].pop() ?? null;
  }

  // Shows where a hand should go: the newest button of that caption, or the field to write in.
  hint(task) {
    for (const hinted of this.element.querySelectorAll(".hint")) hinted.classList.remove("hint");
    if (!task) return;
    if (task.kind === "type") this.composer.element.classList.add("hint");
    if (task.kind !== "press") return;
    const keys = [...this.list.querySelectorAll(".key")];
    const key = keys.reverse().find((each) => each.textContent.trim().startsWith(task.what));
    key?.classList.add("hint");
  }

  lastOwn() {
    return [...this.messages.values()].filter((each) => each.is_out && each.text).pop();
  }

  // --- what happens ----------------------------------------------------------------------------

  update(persona) {
    const wasStarted = this.persona.is_started;
    this.persona = persona;
    this.head.render(persona);
    this.composer.render();
    if (!wasStarted && persona.is_started) this.#renderMessages();
  }

  receive(message, isNew) {
    const isKnown = this.messages.has(message.id);
    const wasAtBottom = this.isAtBottom;
    this.messages.set(message.id, message);
    const stood = this.list.querySelector(`[data-id="${message.id}"]`);
    if (stood) this.#replace(stood, message);
    else if (isNew) this.#append(message, true);
    else this.#renderMessages();
    if (wasAtBottom || message.is_out) this.toBottom(motionIsWelcome());
    if (!isKnown && !message.is_out) this.#notice(message, wasAtBottom);
    this.head.hideTyping();
    this.page.onNews();
  }

  remove(messageId) {
    this.messages.delete(messageId);
    const item = this.list.querySelector(`[data-id="${messageId}"]`);
    item?.classList.add("leaving");
    setTimeout(() => this.#renderMessages(), motionIsWelcome() ? LEAVING_MS : 0);
  }

  answer({ query_id: queryId, text, is_alert: isAlert }) {
    if (this.waiting.has(queryId)) this.#release(queryId);
    // The answer may be quicker than the end of the call that it answers.
    else this.waiting.set(queryId, null);
    if (text && isAlert) showAlert(this.botName, text);
    else if (text) this.toast(text);
  }

  seen() {
    if (this.newest) sessionStorage.setItem(this.#seenKey, String(this.newest.id));
    if (this.unread === 0) return;
    this.unread = 0;
    this.head.showUnread(0);
    this.page.onNews();
  }

  toast(text) {
    const toast = h("p", { class: "toast" }, text);
    this.toasts.replaceChildren(toast);
    setTimeout(() => toast.remove(), TOAST_SHOWN_MS);
  }

  // --- drawing ---------------------------------------------------------------------------------

  render() {
    this.head.render(this.persona);
    this.#renderNote();
    this.composer.render();
    this.#renderMessages();
    this.toBottom(false);
  }

  toBottom(smoothly) {
    this.isAtBottom = true;
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: smoothly ? "smooth" : "instant" });
  }

  #renderNote() {
    const { note } = this.persona;
    this.note.hidden = note === "" || this.noteIsHidden;
    const hide = iconButton("close", t("hide_note"), () => {
      this.noteIsHidden = true;
      this.#renderNote();
    });
    this.note.replaceChildren(icon("lamp"), h("p", {}, note), hide);
  }

  #renderMessages() {
    const parts = [];
    this.lastDay = null;
    this.lastSide = null;
    if (!this.persona.is_started && this.messages.size === 0) {
      const sign = JSON.stringify([this.invitation(), currentLanguage()]);
      parts.push({ key: "welcome", sign, make: () => this.#welcome() });
    }
    for (const message of this.messages.values()) parts.push(...this.#parts(message, false));
    redraw(this.list, parts);
    if (this.isAtBottom) this.toBottom(false);
  }

  // An edited message: its keys stay, where they stand as they stood.
  #replace(stood, message) {
    const sameSide = stood.classList.contains("same-side");
    const fresh = bubble(message, this.#tools());
    const [oldKeys, keys] = [stood, fresh].map((each) => each.querySelector(".stack > .keyboard"));
    fresh.classList.toggle("same-side", sameSide);
    if (!oldKeys || !keys || !adoptKeys(oldKeys, keys)) {
      const focused = stood.contains(document.activeElement) ? document.activeElement : null;
      stood.replaceWith(fresh);
      if (focused) this.#focusLike(focused, fresh);
      keep(fresh, message.id, this.#sign(message, sameSide));
      fresh.classList.add("flash");
      return;
    }
    const stack = stood.querySelector(".stack");
    for (const child of [...stack.children]) if (child !== oldKeys) child.remove();
    oldKeys.before(...[...fresh.querySelector(".stack").children].filter((each) => each !== keys));
    stack.className = fresh.querySelector(".stack").className;
    stood.className = fresh.className;
    keep(stood, message.id, this.#sign(message, sameSide));
    requestAnimationFrame(() => stood.classList.add("flash"));
  }

  // Who goes by keyboard stays in the message: at the key of the same words, else at the first.
  #focusLike(focused, fresh) {
    const keys = [...fresh.querySelectorAll("button.key, summary")];
    const same = keys.find((each) => each.textContent === focused.textContent);
    (same ?? keys[0] ?? this.list).focus({ preventScroll: true });
  }

  #append(message, isNew) {
    this.list.querySelector(".welcome")?.remove();
    for (const { key, sign, make } of this.#parts(message, isNew)) {
      this.list.append(keep(make(), key, sign));
    }
  }

  // What a message brings into the list: a new day's name, and the message.
  #parts(message, isNew) {
    const parts = [];
    if (dayKey(message.at) !== this.lastDay) {
      const name = dayName(message.at);
      const make = () => h("div", { class: "day" }, h("span", {}, name));
      parts.push({ key: `day-${dayKey(message.at)}`, sign: name, make });
      this.lastDay = dayKey(message.at);
      this.lastSide = null;
    }
    const sameSide = message.is_out === this.lastSide;
    this.lastSide = message.is_out;
    const make = () => {
      const item = bubble(message, this.#tools());
      item.classList.toggle("same-side", sameSide);
      item.classList.toggle("arriving", isNew);
      return item;
    };
    parts.push({ key: message.id, sign: this.#sign(message, sameSide), make });
    return parts;
  }

  #sign(message, sameSide) {
    return JSON.stringify([message, sameSide, currentLanguage()]);
  }

  #welcome() {
    const slip = this.invitation();
    const card = h(
      "div",
      { class: "welcome-card" },
      h("img", { src: "sandbox/mark.svg", alt: "", width: 56, height: 56 }),
      h("h3", {}, this.botName),
      h("p", {}, this.persona.description || t("what_can")),
    );
    if (!slip) return h("div", { class: "welcome" }, card);
    const paper = h(
      "div",
      { class: "slip-card" },
      h("span", { class: "slip-kind" }, t("invitation")),
      h("strong", {}, slip.label),
      h("code", {}, slip.code),
    );
    return h("div", { class: "welcome" }, card, paper);
  }

  #tools() {
    return {
      botName: this.botName,
      find: (id) => this.messages.get(id),
      jumpTo: (id) => this.#jumpTo(id),
      reply: (message) => this.composer.reply(message),
      edit: (message) => this.composer.edit(message),
      press: (button, message, element) => this.#press(button, message, element),
      runCommand: (text) => this.send(text),
      openLink: (url) => this.#openLink(url),
      copy: (text) => this.#copy(text),
    };
  }

  // --- doing -----------------------------------------------------------------------------------

  async #press(button, message, element) {
    element.classList.add("waiting");
    try {
      const { query_id: queryId } = await act(this.persona.id, "press", {
        message_id: message.id,
        row: button.row,
        column: button.column,
        caption: button.caption,
      });
      if (this.waiting.has(queryId)) this.#release(queryId, element);
      else {
        const timer = setTimeout(() => this.#release(queryId), PRESS_PATIENCE_MS);
        this.waiting.set(queryId, { element, timer });
      }
    } catch (error) {
      element.classList.remove("waiting");
      this.toast(t("failed", { reason: error.message }));
    }
  }

  #release(queryId, element = null) {
    const waiting = this.waiting.get(queryId);
    this.waiting.delete(queryId);
    if (waiting) clearTimeout(waiting.timer);
    (element ?? waiting?.element)?.classList.remove("waiting");
  }

  // Returns what to do for a link to the bot itself, null for all others.
  #openLink(url) {
    const found = /^https?:\/\/t\.me\/(\w+)(?:\?start=([\w-]{1,64}))?$/.exec(url ?? "");
    if (!found || found[1] !== this.page.bot.username) return null;
    return () => (found[2] ? this.open(found[2]) : this.send("/start"));
  }

  async #copy(text) {
    await navigator.clipboard.writeText(text);
    this.toast(t("copied"));
  }

  async #try(promise) {
    try {
      await promise;
    } catch (error) {
      this.toast(t("failed", { reason: error.message }));
    }
  }

  #acceptDrops() {
    const mark = (isOver) => (event) => {
      event.preventDefault();
      this.element.classList.toggle("dropping", isOver);
    };
    this.element.addEventListener("dragover", mark(true));
    this.element.addEventListener("dragleave", mark(false));
    this.element.addEventListener("drop", (event) => {
      mark(false)(event);
      for (const file of event.dataTransfer.files) this.attach(file, "");
    });
  }

  // --- scrolling and noticing ------------------------------------------------------------------

  get #seenKey() {
    return `seen-${this.page.bot.username}-${this.persona.id}`;
  }

  // What came since this telephone was last in a hand.
  #unseen() {
    const own = this.lastOwn()?.id ?? 0;
    const seen = Math.max(Number(sessionStorage.getItem(this.#seenKey)), own);
    return [...this.messages.values()].filter((each) => !each.is_out && each.id > seen);
  }

  #notice(message, wasAtBottom) {
    if (!message.is_silent) {
      this.page.ring();
      this.element.classList.remove("ringing");
      requestAnimationFrame(() => this.element.classList.add("ringing"));
    }
    if (this.page.isSeen(this) && wasAtBottom) return;
    this.unread += 1;
    this.head.showUnread(this.unread);
  }

  #afterScroll() {
    const { scrollHeight, scrollTop, clientHeight, clientWidth } = this.list;
    const size = `${clientWidth}×${clientHeight}`;
    if (size !== this.size) {
      // Nobody scrolled: the room changed, and the words were set anew.
      this.size = size;
      if (this.isAtBottom) this.toBottom(false);
      return;
    }
    this.isAtBottom = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
    this.down.classList.toggle("hidden", this.isAtBottom);
  }

  #jumpTo(id) {
    const item = this.list.querySelector(`[data-id="${id}"]`);
    if (!item) return;
    item.scrollIntoView({ block: "center", behavior: motionIsWelcome() ? "smooth" : "instant" });
    item.classList.remove("flash");
    requestAnimationFrame(() => item.classList.add("flash"));
  }
}
