// Talks to the sandbox: one stream of events in, small calls out. Only to the page's own origin.

export function connect(onEvent, onConnection) {
  const stream = new EventSource("sandbox/events");
  stream.onopen = () => onConnection(true);
  stream.onerror = () => onConnection(false);
  stream.onmessage = (event) => onEvent(JSON.parse(event.data));
}

async function post(path, body, headers = {}) {
  const response = await fetch(`sandbox/${path}`, {
    method: "POST",
    headers: { "X-Sandbox": "page", ...headers },
    body,
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

export function act(persona, name, body) {
  return post(`${persona}/${name}`, JSON.stringify(body), { "Content-Type": "application/json" });
}

export function upload(persona, file, caption) {
  const form = new FormData();
  form.append("caption", caption);
  form.append("file", file, file.name);
  return post(`${persona}/upload`, form);
}

export function jumpClock(jump) {
  return post("clock", JSON.stringify({ jump }), { "Content-Type": "application/json" });
}

export function actStory(act) {
  return post("story", JSON.stringify({ act }), { "Content-Type": "application/json" });
}
