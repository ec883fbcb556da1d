// Message texts with their entities, and rich blocks, as elements. Offsets are UTF-16 units,
// which is how JavaScript counts as well.

import { h } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  subscript: "sub",
  superscript: "sup",
  marked: "mark",
};

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

// *tools*: runCommand(text), openLink(url) → element or null, richButtons() for rich messages.
export function textWithEntities(text, entities, tools) {
  const fragment = document.createDocumentFragment();
  fragment.append(...build(text, 0, text.length, [...entities], tools));
  return fragment;
}

function build(text, begin, end, entities, tools) {
  const nodes = [];
  let position = begin;
  while (entities.length > 0) {
    const entity = entities.shift();
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset < position) continue;
    if (entity.offset > position) nodes.push(text.slice(position, entity.offset));
    const inside = [];
    while (entities.length > 0 && entities[0].offset < stop) inside.push(entities.shift());
    const children = build(text, entity.offset, stop, inside, tools);
    nodes.push(wrap(entity, text.slice(entity.offset, stop), children, tools));
    // A block ends its line by itself.
    position = BLOCKS.has(entity.type) && text[stop] === "\n" ? stop + 1 : stop;
  }
  if (position < end) nodes.push(text.slice(position, end));
  return nodes;
}

function wrap(entity, words, children, tools) {
  switch (entity.type) {
    case "bot_command":
      return h(
        "button",
        { type: "button", class: "link", onclick: () => tools.runCommand(words) },
        words,
      );
    case "url":
      return link(/^\w+:\/\//.test(words) ? words : `https://${words}`, children, tools);
    case "text_link":
      return link(entity.url, children, tools);
    case "email":
      return h("a", { href: `mailto:${words}` }, children);
    case "phone_number":
      return h("a", { href: `tel:${words}` }, children);
    case "spoiler":
      return spoiler(children);
    case "expandable_blockquote":
      return expandable(children);
    default:
      return TAGS[entity.type] ? h(TAGS[entity.type], {}, children) : h("span", {}, children);
  }
}

function link(url, children, tools) {
  const own = tools.openLink(url);
  if (own) return h("button", { type: "button", class: "link", onclick: own }, children);
  if (!/^(https?|mailto|tel):/.test(url)) return h("span", { class: "link" }, children);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, children);
}

function spoiler(children) {
  const element = h("button", { type: "button", class: "spoiler", "aria-expanded": "false" }, children);
  element.addEventListener("click", () => {
    element.classList.add("revealed");
    element.setAttribute("aria-expanded", "true");
  });
  return element;
}

// Shows three lines until it is pressed.
function expandable(children) {
  const element = h("blockquote", { class: "folded", tabindex: "0", role: "button" }, children);
  const unfold = () => element.classList.remove("folded");
  element.addEventListener("click", unfold);
  element.addEventListener("keydown", (event) => event.key === "Enter" && unfold());
  return element;
}

export function richBlocks(blocks, tools) {
  return blocks.map((block) => richBlock(block, tools));
}

function richBlock(block, tools) {
  const text = (value) => richText(value, tools);
  switch (block.type) {
    case "heading":
      return h(`h${Math.min(block.size + 2, 6)}`, { class: `heading size-${block.size}` }, text(block.text));
    case "pre":
      return h("pre", {}, text(block.text));
    case "footer":
      return h("p", { class: "footer" }, text(block.text));
    case "divider":
      return h("hr");
    case "blockquote":
      return h("blockquote", {}, richBlocks(block.blocks, tools));
    case "expandable_blockquote":
      return expandable(text(block.text));
    case "details":
      return h(
        "details",
        { class: "fold", open: block.is_open },
        h("summary", {}, text(block.summary)),
        richBlocks(block.blocks, tools),
      );
    case "list":
      return h(
        block.items.some((item) => item.value) ? "ol" : "ul",
        {},
        block.items.map((item) => h("li", {}, richBlocks(item.blocks, tools))),
      );
    case "table":
      return table(block, tools);
    case "buttons":
      return tools.richButtons();
    default:
      return h("p", {}, text(block.text));
  }
}

function table(block, tools) {
  const row = (cells) =>
    h(
      "tr",
      {},
      cells.map((cell) =>
        h(
          cell.is_header ? "th" : "td",
          { colspan: cell.colspan, rowspan: cell.rowspan, class: `to-${cell.align}` },
          richText(cell.text ?? "", tools),
        ),
      ),
    );
  const kinds = ["striped", "bordered", "compact"].filter((kind) => block[`is_${kind}`]);
  return h(
    "div",
    { class: "table", tabindex: "0" },
    h(
      "table",
      { class: kinds.join(" ") },
      block.caption ? h("caption", {}, richText(block.caption, tools)) : null,
      h("tbody", {}, block.cells.map(row)),
    ),
  );
}

function richText(value, tools) {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((part) => richText(part, tools));
  const children = richText(value.text ?? "", tools);
  if (value.type === "url") return [link(value.url, children, tools)];
  if (value.type === "spoiler") return [spoiler(children)];
  return [h(TAGS[value.type] ?? "span", {}, children)];
}
