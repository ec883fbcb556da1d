// Builds elements, never reading HTML from a text.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  send: "M3.4 20.4l17.9-7.6c.9-.4.9-1.6 0-2L3.4 3.6c-.8-.3-1.6.4-1.4 1.3L3.6 11l9.4 1-9.4 1-1.6 6.1c-.2.9.6 1.6 1.4 1.3z",
  attach: "M16.5 6.5v9.8a4.5 4.5 0 0 1-9 0V5.5a3 3 0 0 1 6 0v9.8a1.5 1.5 0 0 1-3 0V6.5H9v8.8a3 3 0 0 0 6 0V5.5a4.5 4.5 0 0 0-9 0v10.8a6 6 0 0 0 12 0V6.5z",
  keys: "M20 5H4a2 2 0 0 0-2 2v10c0 1.1.9 2 2 2h16a2 2 0 0 0 2-2V7a2 2 0 0 0-2-2zm-9 3h2v2h-2zm0 3h2v2h-2zM8 8h2v2H8zm0 3h2v2H8zm-1 2H5v-2h2zm0-3H5V8h2zm9 7H8v-2h8zm0-4h-2v-2h2zm0-3h-2V8h2zm3 3h-2v-2h2zm0-3h-2V8h2z",
  reply: "M10 9V5l-7 7 7 7v-4.1c5 0 8.5 1.6 11 5.1-1-5-4-10-11-11z",
  edit: "M3 17.2V21h3.8L17.8 9.9l-3.7-3.7zM20.7 7a1 1 0 0 0 0-1.4l-2.3-2.3a1 1 0 0 0-1.4 0l-1.8 1.8 3.7 3.7z",
  close: "M19 6.4L17.6 5 12 10.6 6.4 5 5 6.4 10.6 12 5 17.6 6.4 19 12 13.4 17.6 19 19 17.6 13.4 12z",
  more: "M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zm0 2a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm0 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  down: "M12 16.6l-7-7L6.4 8.2l5.6 5.6 5.6-5.6L19 9.6z",
  ticket: "M22 10V6a2 2 0 0 0-2-2H4a2 2 0 0 0-2 2v4a2 2 0 0 1 0 4v4c0 1.1.9 2 2 2h16a2 2 0 0 0 2-2v-4a2 2 0 0 1 0-4zm-9 7.5h-2v-2h2zm0-4.5h-2v-2h2zm0-4.5h-2v-2h2z",
  bell: "M12 22a2 2 0 0 0 2-2h-4c0 1.1.9 2 2 2zm6-6v-5c0-3.1-1.6-5.6-4.5-6.3V4a1.5 1.5 0 0 0-3 0v.7C7.6 5.4 6 7.9 6 11v5l-2 2v1h16v-1z",
  silent: "M20 18.7L7.8 6.1 4.3 2.5 3 3.8l2.8 2.8A7.6 7.6 0 0 0 5 11v5l-2 2v1h14.7l2 2 1.3-1.3zM12 22a2 2 0 0 0 2-2h-4c0 1.1.9 2 2 2zm7-7.3V11c0-3.1-1.6-5.6-4.5-6.3V4a1.5 1.5 0 0 0-3 0v.7c-.5.1-.9.3-1.3.5z",
  sound_on: "M3 9v6h4l5 5V4L7 9zm13.5 3A4.5 4.5 0 0 0 14 8v8a4.5 4.5 0 0 0 2.5-4zM14 3.2v2.1a7 7 0 0 1 0 13.4v2.1a9 9 0 0 0 0-17.6z",
  sound_off: "M16.5 12A4.5 4.5 0 0 0 14 8v2.2l2.5 2.4zM19 12c0 .9-.2 1.8-.5 2.6l1.5 1.5A9 9 0 0 0 14 3.2v2.1A7 7 0 0 1 19 12zM4.3 3L3 4.3 7.7 9H3v6h4l5 5v-6.7l4.2 4.2c-.6.5-1.4.9-2.2 1.2v2.1a9 9 0 0 0 3.7-1.8l2 2 1.3-1.3zM12 4L9.9 6.1 12 8.2z",
  theme: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2v14a7 7 0 0 1 0-14z",
  phone: "M6.6 10.8a15 15 0 0 0 6.6 6.6l2.2-2.2c.3-.3.7-.4 1-.2 1.1.4 2.3.6 3.6.6.6 0 1 .4 1 1V20c0 .6-.4 1-1 1A17 17 0 0 1 3 4c0-.6.5-1 1-1h3.5c.6 0 1 .4 1 1 0 1.3.2 2.5.6 3.6.1.3 0 .7-.3 1z",
  file: "M6 2a2 2 0 0 0-2 2v16c0 1.1.9 2 2 2h12a2 2 0 0 0 2-2V8l-6-6zm7 7V3.5L18.5 9z",
  lamp: "M9 21c0 .6.4 1 1 1h4c.6 0 1-.4 1-1v-1H9zm3-19a7 7 0 0 0-4 12.7V17c0 .6.4 1 1 1h6c.6 0 1-.4 1-1v-2.3A7 7 0 0 0 12 2z",
  external: "M19 19H5V5h7V3H5a2 2 0 0 0-2 2v14c0 1.1.9 2 2 2h14a2 2 0 0 0 2-2v-7h-2zM14 3v2h3.6l-9.8 9.8 1.4 1.4L19 6.4V10h2V3z",
  copy: "M16 1H4a2 2 0 0 0-2 2v14h2V3h12zm3 4H8a2 2 0 0 0-2 2v14c0 1.1.9 2 2 2h11a2 2 0 0 0 2-2V7a2 2 0 0 0-2-2zm0 16H8V7h11z",
};

// h("p", {class: "note", onclick: f}, "text", child, …): attributes, listeners, children.
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

// Puts *parts* into *place*, each {key, sign, make}. What stands there under the same key and sign
// stays the very node it was: a tap counts only where press and release meet the same node, and a
// page redrawn under the finger would swallow it.
export function redraw(place, parts) {
  const stood = new Map([...place.children].map((node) => [node.dataset.key, node]));
  const wanted = new Set(parts.map(({ key }) => String(key)));
  for (const [key, node] of stood) if (!wanted.has(key)) node.remove();
  let at = place.firstElementChild;
  for (const { key, sign, make } of parts) {
    const old = stood.get(String(key));
    const isSame = old !== undefined && SIGNS.get(old) === sign;
    const node = isSame ? old : make();
    if (!isSame) {
      keep(node, key, sign);
      if (old) old.replaceWith(node);
    }
    if (old && at === old) at = node;
    if (node === at) at = at.nextElementSibling;
    else place.insertBefore(node, at);
  }
}

const SIGNS = new WeakMap();

// Remembers under which key and sign a node stands; returns it.
export function keep(node, key, sign) {
  node.dataset.key = key;
  SIGNS.set(node, sign);
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function fillIcons(root) {
  for (const element of root.querySelectorAll("[data-icon]")) {
    element.replaceChildren(icon(element.dataset.icon));
  }
}

export function iconButton(name, label, onclick, extra = "") {
  return h(
    "button",
    { type: "button", class: `icon-button ${extra}`, "aria-label": label, title: label, onclick },
    icon(name),
  );
}

// Two letters for the round picture, and one of eight colours that stays with the person.
export function avatar(title, id) {
  const letters = title
    .split(/[\s,(]+/)
    .filter((word) => /^\p{L}/u.test(word))
    .slice(0, 2)
    .map((word) => word[0].toUpperCase())
    .join("");
  return h("span", { class: `avatar tone-${id % 8}`, "aria-hidden": "true" }, letters || "?");
}

export const motionIsWelcome = () => !matchMedia("(prefers-reduced-motion: reduce)").matches;
