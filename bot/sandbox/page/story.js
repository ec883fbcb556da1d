// The guided story beside the chats: where we are, what to do now, and a hand to do it.

import { h, iconButton, redraw } from "./dom.js";
import { actStory } from "./net.js";
import { currentLanguage, t } from "./texts.js";

const oneChatFits = matchMedia("(max-width: 760px)");

export class Story {
  // *chats*: find(part), select(column), tick(event).
  constructor(place, opener, chats) {
    this.place = place;
    this.opener = opener;
    this.chats = chats;
    this.state = null;
    this.isHidden = localStorage.getItem("story") === "hidden";
    this.isBusy = false;
    this.shownTask = "";
    this.leads = true;
    opener.addEventListener("click", () => this.#hide(false));
  }

  show(state) {
    if (!state || JSON.stringify(state) === JSON.stringify(this.state)) {
      this.#hint();
      return;
    }
    this.state = state;
    this.render();
    this.#follow();
  }

  render() {
    const { state } = this;
    this.place.hidden = !state || this.isHidden;
    this.opener.hidden = !state || !this.isHidden;
    if (!state) return;
    const words = state.words[currentLanguage()];
    const isLast = state.number === state.count - 1;
    const focused = document.activeElement?.closest("#story [data-story]");
    this.place.classList.toggle("busy", this.isBusy);
    const part = (key, make, ...shown) => ({
      key,
      sign: JSON.stringify([shown, currentLanguage()]),
      make,
    });
    redraw(
      this.place,
      [
        part("head", () => this.#head(), state.number, state.count),
        part("dots", () => this.#dots(), state.number, state.count, state.is_done),
        part("title", () => h("h2", {}, words.title), words.title),
        part("text", () => h("p", { class: "story-text" }, words.text), words.text),
        part("tasks", () => this.#tasks(words.tasks), state.tasks, words.tasks),
        state.is_done && isLast
          ? part("end", () => h("p", { class: "story-end" }, t("story_end")))
          : null,
        part("buttons", () => this.#buttons(isLast), state.number, state.tasks, this.isBusy),
      ].filter(Boolean),
    );
    if (focused) this.#focus(focused);
  }

  #head() {
    const { number, count } = this.state;
    return h(
      "div",
      { class: "story-head" },
      h("p", { class: "story-step" }, t("story_step", { number: number + 1, count })),
      iconButton("close", t("story_hide"), () => this.#hide(true)),
    );
  }

  #dots() {
    const { number: now, count, is_done: isDone } = this.state;
    const kind = (number) => {
      if (number < now || (isDone && number === now)) return "past";
      return number === now ? "now" : "";
    };
    return h(
      "div",
      { class: "story-dots", "aria-hidden": "true" },
      [...Array(count).keys()].map((number) => h("i", { class: kind(number) })),
    );
  }

  get #current() {
    return this.state?.tasks.findIndex((task) => !task.is_done) ?? -1;
  }

  #tasks(words) {
    return h(
      "ol",
      { class: "story-tasks" },
      this.state.tasks.map((task, number) => this.#task(task, words[number], number)),
    );
  }

  #task(task, words, number) {
    const isNow = number === this.#current;
    const kind = task.is_done ? "done" : isNow ? "now" : "";
    return h(
      "li",
      { class: kind, "aria-current": isNow ? "step" : null },
      h("span", {}, words, task.is_done ? h("span", { class: "unseen" }, `, ${t("story_done")}`) : ""),
    );
  }

  #buttons(isLast) {
    const { state } = this;
    const button = (name, words, act, extra = "") =>
      h(
        "button",
        { type: "button", "data-story": name, class: extra, "aria-disabled": this.isBusy && "true", onclick: act },
        words,
      );
    const task = state.tasks[this.#current];
    const buttons = [];
    if (task) {
      buttons.push(button("do", t("story_do"), () => this.#act("do"), "strong"));
      if (task.kind === "type") buttons.push(button("insert", t("story_insert"), () => this.#insert(task)));
      else if (task.kind === "press") buttons.push(button("show", t("story_show"), () => this.#follow(true)));
      if (!isLast) buttons.push(button("next", t("story_skip"), () => this.#act("next"), "quiet"));
    } else if (!isLast) {
      buttons.push(button("next", t("story_next"), () => this.#act("next"), "strong"));
    }
    if (state.number > 0) buttons.push(button("back", t("story_back"), () => this.#act("back"), "quiet"));
    return h("div", { class: "story-buttons", "aria-live": "off" }, buttons);
  }

  // Enter after Enter tells the whole story: the button that leads on hands on to the next such.
  #focus(stood) {
    if (stood.isConnected) return;
    const buttons = [...this.place.querySelectorAll("[data-story]")];
    const same = buttons.find((each) => each.dataset.story === stood.dataset.story);
    (stood.classList.contains("strong") ? buttons[0] : (same ?? buttons[0]))?.focus();
  }

  // A hand went its own way: where one chat fills the screen, it is not taken away from it.
  letGo() {
    this.leads = !oneChatFits.matches;
  }

  async #act(name) {
    if (this.isBusy) return; // its buttons stay in focus meanwhile, and may be pressed again
    this.isBusy = true;
    this.leads = true;
    this.render();
    try {
      this.chats.tick(await actStory(name));
    } catch (error) {
      this.chats.find(this.state.tasks[this.#current]?.part)?.toast(t("failed", { reason: error.message }));
    } finally {
      this.isBusy = false;
      this.render();
    }
  }

  #insert(task) {
    const column = this.chats.find(task.part);
    if (!column) return;
    this.chats.select(column);
    column.composer.suggest(task.what);
  }

  // Opens the chat the story speaks of, once for each task; the one just heard stays open.
  #follow(isAsked = false) {
    const task = this.state.tasks[this.#current] ?? this.state.tasks.at(-1);
    const name = `${this.state.number}:${this.#current}`;
    if (this.isHidden || (!isAsked && (name === this.shownTask || !this.leads))) return;
    this.shownTask = name;
    const column = this.chats.find(task.part);
    if (column) this.chats.select(column);
    this.#hint();
  }

  #hint() {
    if (!this.state || this.isHidden) return;
    const task = this.state.tasks[this.#current];
    for (const each of this.state.tasks) this.chats.find(each.part)?.hint(null);
    if (task) this.chats.find(task.part)?.hint(task);
  }

  #hide(isHidden) {
    this.isHidden = isHidden;
    localStorage.setItem("story", isHidden ? "hidden" : "shown");
    this.render();
    if (isHidden) this.opener.focus();
    else this.#follow();
  }
}
