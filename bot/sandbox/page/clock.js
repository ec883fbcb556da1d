// The sandbox's time: told by the server, run on by the page, formatted in the school's zone.

import { currentLanguage } from "./texts.js";

let told = Date.now();
let toldAt = performance.now();
let zone = "UTC";

// Returns whether the clock jumped, forward or back.
export function setClock(now, timeZone) {
  const jumped = Math.abs(now - sandboxNow()) > 3000;
  told = now;
  toldAt = performance.now();
  zone = timeZone;
  return jumped;
}

export function sandboxNow() {
  return told + (performance.now() - toldAt);
}

function format(moment, options) {
  const locale = currentLanguage() === "ru" ? "ru-RU" : "en-GB";
  return new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(moment);
}

export const timeOfDay = (moment) => format(moment, { hour: "2-digit", minute: "2-digit" });

export const clockDate = (moment) =>
  format(moment, { weekday: "short", day: "numeric", month: "long" });

export const dayName = (moment) => format(moment, { day: "numeric", month: "long" });

export const dayKey = (moment) =>
  format(moment, { year: "numeric", month: "2-digit", day: "2-digit" });

export const fullMoment = (moment) =>
  format(moment, { dateStyle: "long", timeStyle: "medium" });

export const shortDay = (moment) => format(moment, { day: "2-digit", month: "2-digit" });
