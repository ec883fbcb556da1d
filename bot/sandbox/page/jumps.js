// The buttons beside the clock: where time can go, as the server offers it.

import { fullMoment } from "./clock.js";
import { h } from "./dom.js";
import { jumpClock } from "./net.js";
import { t } from "./texts.js";

const WORDS = {
  ten_minutes: "jump_ten_minutes",
  next_lesson: "jump_next_lesson",
  end_of_day: "jump_end_of_day",
  morning: "jump_morning",
  summary: "jump_summary",
  period_end: "jump_period_end",
};

// *jumps*: [{key, at}], the moment in milliseconds; *done*: told the time after the move.
export function drawJumps(place, jumps, done) {
  const move = async (jump) => {
    place.classList.add("moving");
    place.setAttribute("aria-busy", "true");
    try {
      done(await jumpClock(jump.key));
    } finally {
      place.classList.remove("moving");
      place.removeAttribute("aria-busy");
    }
  };
  place.replaceChildren(
    ...jumps.map((jump) =>
      h(
        "button",
        {
          type: "button",
          "data-jump": jump.key,
          title: fullMoment(jump.at),
          onclick: () => move(jump),
        },
        WORDS[jump.key] ? t(WORDS[jump.key]) : jump.key,
      ),
    ),
    h("span", { class: "moving-words", role: "status" }, t("moving")),
  );
}
