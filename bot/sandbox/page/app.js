// Puts the page together: columns, tabs, clock, invitations, and what the stream of events says.

import { clockDate, sandboxNow, setClock, timeOfDay } from "./clock.js";
import { Column } from "./column.js";
import { fillIcons, h, icon } from "./dom.js";
import { drawJumps } from "./jumps.js";
import { connect } from "./net.js";
import { People } from "./people.js";
import { Story } from "./story.js";
import { currentLanguage, fillTexts, switchLanguage, t } from "./texts.js";

const $ = (id) => document.getElementById(id);
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

const columns = new Map();
const people = new People($("people"), $("columns"), (column) => choose(column));
const story = new Story($("story"), $("story-open"), {
  find: (part) => [...columns.values()].find((column) => column.persona.part === part) ?? null,
  select: (column) => select(column),
  tick: (event) => receive(event),
});
let bot = { name: "", username: "" };
let slips = [];
let selected = null;
let shownJumps = [];
let soundIsOn = false;
let audio = null;

const page = {
  get bot() {
    return bot;
  },
  slipFor: (id) => slips.find((slip) => slip.persona === id) ?? null,
  isSeen: (column) => document.visibilityState === "visible" && people.isShown(column),
  onNews: () => renderPeople(),
  select: (column) => choose(column),
  ring: () => ring(),
};

// --- events ---------------------------------------------------------------------------------

const HANDLERS = {
  state(event) {
    bot = event.bot;
    document.title = bot.name;
    $("jumps").hidden = event.jumps.length === 0;
    drawColumns(event.personas);
    tick(event);
  },
  tick,
  persona: ({ persona }) => {
    columns.get(persona.id)?.update(persona);
    renderPeople();
  },
  message: (event) => columns.get(event.persona)?.receive(event.message, event.is_new),
  deleted: (event) => columns.get(event.persona)?.remove(event.message_id),
  answer: (event) => columns.get(event.persona)?.answer(event),
  action: (event) => columns.get(event.persona)?.head.showTyping(),
};

// Every event says what time it is in the sandbox, whoever moved its clock.
function receive(event) {
  if (setClock(event.now, event.zone)) {
    $("clock").classList.add("jumped");
    setTimeout(() => $("clock").classList.remove("jumped"), 1200);
  }
  renderClock();
  if ("is_late" in event) $("late").hidden = !event.is_late; // where a jump or the story ended
  HANDLERS[event.type]?.(event);
}

function tick(event) {
  const changed = JSON.stringify(slips) !== JSON.stringify(event.slips);
  slips = event.slips;
  if (changed) {
    renderSlips();
    for (const column of columns.values()) if (!column.persona.is_started) column.render();
  }
  story.show(event.story);
  if (event.jumps && JSON.stringify(event.jumps) !== JSON.stringify(shownJumps)) {
    shownJumps = event.jumps;
    renderJumps();
  }
}

function drawColumns(personas) {
  const wanted = selected?.persona.id ?? Number(location.hash.slice(1));
  columns.clear();
  for (const persona of personas) columns.set(persona.id, new Column(persona, page));
  $("columns").replaceChildren(...[...columns.values()].map((column) => column.element));
  selected = columns.get(wanted) ?? columns.values().next().value ?? null;
  people.begin([...columns.values()], selected);
  for (const column of columns.values()) column.toBottom(false);
  renderPeople();
  renderSlips();
}

function select(column) {
  selected = column;
  people.show(column);
  column.seen();
  renderPeople();
}

function choose(column) {
  story.letGo();
  select(column);
}

function renderPeople() {
  people.render(selected);
  const unread = [...columns.values()].reduce((sum, column) => sum + column.unread, 0);
  document.title = unread ? `(${unread}) ${bot.name}` : bot.name;
}

// --- the upper edge ---------------------------------------------------------------------------

function renderClock() {
  const now = sandboxNow();
  $("clock-time").textContent = timeOfDay(now);
  $("clock-date").textContent = clockDate(now);
  $("clock-face").setAttribute(
    "aria-label",
    `${t("jump_clock")}: ${timeOfDay(now)}, ${clockDate(now)}`,
  );
}

function renderJumps() {
  drawJumps($("jumps"), shownJumps, (event) => {
    receive(event);
    $("clock").classList.remove("open");
    $("clock-face").setAttribute("aria-expanded", "false");
  });
}

function renderSlips() {
  $("invitations").hidden = slips.length === 0;
  $("invitations-count").textContent = String(slips.length);
  $("slips").replaceChildren(
    ...slips.map((slip) => {
      const owners = slip.persona ? [columns.get(slip.persona)] : [...columns.values()];
      return h(
        "li",
        { class: "slip-card" },
        h("span", { class: "slip-kind" }, t("invitation")),
        h("strong", {}, slip.label),
        h("code", {}, slip.code),
        h(
          "div",
          { class: "slip-owners" },
          h("span", {}, t("open_at")),
          owners.filter(Boolean).map((column) =>
            h(
              "button",
              { type: "button", onclick: () => useSlip(slip, column) },
              column.persona.title,
            ),
          ),
        ),
      );
    }),
  );
  if (slips.length === 0 && $("drawer").open) $("drawer").close();
}

function useSlip(slip, column) {
  $("drawer").close();
  select(column);
  column.element.scrollIntoView({ inline: "center", block: "nearest" });
  column.open(slip.code);
}

function ring() {
  if (!soundIsOn || !audio) return;
  const [begin, tone, volume] = [audio.currentTime, audio.createOscillator(), audio.createGain()];
  tone.frequency.setValueAtTime(880, begin);
  tone.frequency.setValueAtTime(1174, begin + 0.09);
  volume.gain.setValueAtTime(0.08, begin);
  volume.gain.exponentialRampToValueAtTime(0.0005, begin + 0.35);
  tone.connect(volume).connect(audio.destination);
  tone.start(begin);
  tone.stop(begin + 0.36);
}

function applyTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
}

function wireTools() {
  $("theme").addEventListener("click", () => {
    const shown = document.documentElement.dataset.theme ?? (systemIsDark.matches ? "dark" : "light");
    const theme = shown === "dark" ? "light" : "dark";
    localStorage.setItem("theme", theme);
    applyTheme(theme);
  });
  $("language").addEventListener("click", () => {
    switchLanguage();
    renderWords();
    renderSlips();
    renderClock();
    renderJumps();
    story.render();
    for (const column of columns.values()) column.render();
    renderPeople();
  });
  $("sound").addEventListener("click", () => {
    soundIsOn = !soundIsOn;
    audio ??= new AudioContext();
    $("sound").setAttribute("aria-pressed", String(soundIsOn));
    $("sound").replaceChildren(icon(soundIsOn ? "sound_on" : "sound_off"));
    ring();
  });
  $("invitations").addEventListener("click", () => $("drawer").showModal());
  $("drawer-close").addEventListener("click", () => $("drawer").close());
  $("drawer").addEventListener("click", (event) => {
    if (event.target === $("drawer")) $("drawer").close();
  });
  $("clock-face").addEventListener("click", () => {
    if (shownJumps.length === 0) return;
    const open = $("clock").classList.toggle("open");
    $("clock-face").setAttribute("aria-expanded", String(open));
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") selected?.seen();
  });
}

function renderWords() {
  document.documentElement.lang = currentLanguage();
  fillTexts(document);
  $("language").textContent = currentLanguage() === "ru" ? "EN" : "RU";
}

applyTheme(localStorage.getItem("theme"));
fillIcons(document);
renderWords();
wireTools();
setInterval(renderClock, 1000);
connect(receive, (isConnected) => {
  $("offline").hidden = isConnected;
});
