// The list of chats: who there is, what came last, what is unread; and which chats stand open.

import { dayKey, sandboxNow, shortDay, timeOfDay } from "./clock.js";
import { avatar, h, redraw } from "./dom.js";
import { summary } from "./bubble.js";
import { t } from "./texts.js";

const COLUMN_PX = 322;
const GAP_PX = 14;
const MOST_OPEN = 4;

export class People {
  // *place*: the list; *row*: where the columns stand; *choose(column)*: somebody was clicked.
  constructor(place, row, choose) {
    this.place = place;
    this.row = row;
    this.choose = choose;
    this.columns = [];
    this.open = []; // the one looked at last stands last
    new ResizeObserver(() => this.#arrange()).observe(row);
  }

  begin(columns, selected) {
    this.columns = columns;
    this.place.replaceChildren();
    const first = columns.slice(0, MOST_OPEN).filter((column) => column !== selected);
    this.open = [...first.reverse(), selected].filter(Boolean);
    this.#arrange();
    for (const column of columns) if (this.isShown(column)) column.seen();
  }

  isShown(column) {
    return !column.element.hidden;
  }

  // Opens a chat; where there is no more room, the one longest unused makes place.
  show(column) {
    this.open = [...this.open.filter((each) => each !== column), column];
    this.#arrange();
  }

  render(selected) {
    const focused = this.place.contains(document.activeElement)
      ? document.activeElement.id
      : null;
    redraw(
      this.place,
      this.columns.map((column) => ({
        key: column.persona.id,
        sign: "",
        make: () => this.#entry(column),
      })),
    );
    for (const column of this.columns) this.#fill(column, column === selected);
    if (focused) document.getElementById(focused)?.focus();
  }

  #arrange() {
    const room = Math.floor((this.row.clientWidth + GAP_PX) / (COLUMN_PX + GAP_PX));
    const shown = new Set(this.open.slice(-Math.min(Math.max(room, 1), MOST_OPEN)));
    const appeared = [];
    for (const column of this.columns) {
      const isShown = shown.has(column);
      if (isShown && column.element.hidden) appeared.push(column);
      column.element.hidden = !isShown;
      column.element.classList.toggle("alone", shown.size === 1);
    }
    for (const column of appeared) {
      column.toBottom(false);
      column.seen();
    }
    for (const entry of this.place.children) {
      const column = this.columns.find((each) => entry.id === `person-${each.persona.id}`);
      if (column) entry.setAttribute("aria-pressed", String(this.isShown(column)));
    }
  }

  // The entry stays the same node as long as the page stands; only what is in it changes.
  #entry(column) {
    const { id } = column.persona;
    return h("button", {
      type: "button",
      id: `person-${id}`,
      "aria-controls": `chat-${id}`,
      onclick: () => this.choose(column),
      onkeydown: (event) => this.#walk(event, column),
    });
  }

  #fill(column, isCurrent) {
    const { id, title, subtitle } = column.persona;
    const { newest, unread } = column;
    const label = [title, subtitle, unread ? t("unread", { count: unread }) : ""];
    const entry = document.getElementById(`person-${id}`);
    entry.className = `person${isCurrent ? " current" : ""}`;
    entry.title = `${title} · ${subtitle}`;
    entry.setAttribute("aria-pressed", String(this.isShown(column)));
    entry.setAttribute("aria-label", label.filter(Boolean).join(", "));
    entry.replaceChildren(
      h("span", { class: "person-picture" }, avatar(title, id), badge(unread)),
      h(
        "span",
        { class: "person-words" },
        h(
          "span",
          { class: "person-line" },
          h("strong", {}, title),
          newest ? h("time", {}, when(newest.at)) : null,
        ),
        h("span", { class: "person-role" }, subtitle),
        h("span", { class: "person-last" }, newest ? lastWords(newest) : t("no_messages")),
      ),
    );
  }

  #walk(event, column) {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const { columns } = this;
    const next = columns[(columns.indexOf(column) + step + columns.length) % columns.length];
    document.getElementById(`person-${next.persona.id}`).focus();
  }
}

function badge(unread) {
  return h("b", { class: "badge" }, unread > 0 ? String(Math.min(unread, 99)) : "");
}

function when(moment) {
  return dayKey(moment) === dayKey(sandboxNow()) ? timeOfDay(moment) : shortDay(moment);
}

function lastWords(message) {
  return `${message.is_out ? t("you") : ""}${summary(message)}`;
}
