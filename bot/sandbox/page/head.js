// The upper edge of a chat: whose telephone it is, what is unread, who types, the block switch.

import { avatar, h, icon } from "./dom.js";
import { currentLanguage, t } from "./texts.js";

const TYPING_SHOWN_MS = 5000;

export class Head {
  // *block(flag)*: what the switch does.
  constructor(block) {
    this.block = block;
    this.element = h("header", { class: "head" });
    this.unread = 0;
  }

  render(persona) {
    this.persona = persona;
    const sign = JSON.stringify([
      ...[persona.title, persona.phone, currentLanguage()],
      ...[persona.is_blocked, persona.is_started, persona.is_deactivated],
    ]);
    if (sign === this.sign) return this.hideTyping();
    this.sign = sign;
    this.subtitle = h("p", { class: "subtitle" });
    this.badge = h("span", { class: "badge", role: "img" });
    const hadFocus = this.element.contains(document.activeElement);
    this.element.replaceChildren(
      h("span", { class: "avatar-holder" }, avatar(persona.title, persona.id), this.badge),
      h(
        "div",
        { class: "head-words" },
        h("h2", { id: `title-${persona.id}` }, persona.title),
        this.subtitle,
      ),
      this.#menu(),
    );
    if (hadFocus) this.element.querySelector("summary").focus();
    this.element.classList.toggle("is-blocked", persona.is_blocked);
    this.showUnread(this.unread);
    this.hideTyping();
  }

  showUnread(count) {
    this.unread = count;
    this.badge.hidden = count === 0;
    this.badge.textContent = count > 0 ? String(Math.min(count, 99)) : "";
    if (count > 0) this.badge.setAttribute("aria-label", t("unread", { count }));
    else this.badge.removeAttribute("aria-label");
  }

  showTyping() {
    this.subtitle.textContent = t("typing");
    this.subtitle.classList.add("typing");
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.hideTyping(), TYPING_SHOWN_MS);
  }

  hideTyping() {
    clearTimeout(this.typingTimer);
    this.subtitle.textContent = this.persona.subtitle;
    this.subtitle.classList.remove("typing");
  }

  #menu() {
    const { persona } = this;
    const menu = h("details", { class: "menu" });
    const summary = h(
      "summary",
      { class: "icon-button", "aria-label": t("menu"), title: t("menu") },
      icon("more"),
    );
    const flip = h(
      "button",
      {
        type: "button",
        class: "switch",
        role: "switch",
        "aria-checked": String(persona.is_blocked),
        disabled: !persona.is_started || persona.is_deactivated,
        onclick: () => {
          menu.open = false;
          this.block(!persona.is_blocked);
        },
      },
      h("span", {}, t("block")),
      h("span", { class: "switch-track", "aria-hidden": "true" }),
    );
    const phone = persona.phone ? h("p", { class: "menu-phone" }, persona.phone) : null;
    menu.append(summary, h("div", { class: "menu-list" }, flip, phone ?? ""));
    menu.addEventListener("focusout", (event) => {
      if (!menu.contains(event.relatedTarget)) menu.open = false;
    });
    return menu;
  }
}
