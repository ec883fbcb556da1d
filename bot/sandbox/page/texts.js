// The page's own few words; sentences of the product come from the bot.

const TEXTS = {
  ru: {
    tagline: "Демонстрация: чаты школы на одном экране",
    jump_ten_minutes: "+10 мин",
    jump_next_lesson: "следующий урок",
    jump_end_of_day: "конец уроков",
    jump_morning: "утро",
    jump_summary: "пт 18:00",
    jump_period_end: "конец четверти",
    moving: "Время идёт: всё, что должно случиться по пути, случается",
    no_messages: "Ещё не заходил(а)",
    you: "Вы: ",
    jump_clock: "Время песочницы. Перевести вперёд",
    invitations: "Приглашения",
    invitations_hint: "В школе это бумажные листки с QR-кодом. Здесь по ним можно щёлкнуть.",
    invitation: "Приглашение",
    open_at: "Открыть в телефоне:",
    open_invitation: "Открыть приглашение",
    sound: "Звук уведомлений",
    theme: "Светлая или тёмная тема",
    language: "Switch the page to English",
    offline: "Связь с песочницей прервалась. Страница подключится сама.",
    chats: "Чаты",
    close: "Закрыть",
    start: "Начать",
    message: "Сообщение",
    send: "Отправить",
    save: "Сохранить",
    attach: "Прикрепить файл",
    commands: "Команды бота",
    show_keys: "Показать или скрыть кнопки",
    reply: "Ответить",
    edit: "Изменить",
    replying: "Ответ",
    editing: "Изменение сообщения",
    cancel: "Отмена",
    edited: "изменено",
    silent: "без звука",
    ringing: "со звуком",
    me: "Вы",
    deleted_message: "Сообщение удалено",
    forwarded: "Переслано от: {name}",
    photo: "Фотография",
    contact: "Контакт",
    menu: "Действия с чатом",
    block: "Заблокировать бота",
    unblock: "Разблокировать",
    blocked: "Бот заблокирован и не может писать",
    typing: "печатает…",
    what_can: "Нажмите «Начать», чтобы бот мог написать первым.",
    share_title: "Поделиться номером?",
    share_text: "Бот увидит номер этого телефона: {phone}",
    share: "Поделиться",
    ok: "Хорошо",
    to_newest: "К новым сообщениям",
    unread: "непрочитанных: {count}",
    copied: "Скопировано",
    kilobytes: "КБ",
    megabytes: "МБ",
    bytes: "Б",
    hide_note: "Скрыть подсказку",
    deactivated: "Аккаунт удалён",
    failed: "Не получилось: {reason}",
  },
  en: {
    tagline: "A demonstration: the chats of a school on one screen",
    jump_ten_minutes: "+10 min",
    jump_next_lesson: "next lesson",
    jump_end_of_day: "lessons over",
    jump_morning: "morning",
    jump_summary: "Fri 18:00",
    jump_period_end: "end of quarter",
    moving: "Time passes: whatever is due on the way happens",
    no_messages: "Has not come in yet",
    you: "You: ",
    jump_clock: "Time of the sandbox. Move it forward",
    invitations: "Invitations",
    invitations_hint: "At school these are slips of paper with a QR code. Here you can click them.",
    invitation: "Invitation",
    open_at: "Open on the telephone of:",
    open_invitation: "Open the invitation",
    sound: "Notification sound",
    theme: "Light or dark",
    language: "Страница по-русски",
    offline: "The sandbox does not answer. The page will connect again by itself.",
    chats: "Chats",
    close: "Close",
    start: "Start",
    message: "Message",
    send: "Send",
    save: "Save",
    attach: "Attach a file",
    commands: "Commands of the bot",
    show_keys: "Show or hide the keys",
    reply: "Reply",
    edit: "Edit",
    replying: "Reply",
    editing: "Editing the message",
    cancel: "Cancel",
    edited: "edited",
    silent: "silent",
    ringing: "with sound",
    me: "You",
    deleted_message: "Deleted message",
    forwarded: "Forwarded from: {name}",
    photo: "Photo",
    contact: "Contact",
    menu: "Chat actions",
    block: "Block the bot",
    unblock: "Unblock",
    blocked: "The bot is blocked and cannot write",
    typing: "is typing…",
    what_can: "Press Start, so that the bot can write first.",
    share_title: "Share your number?",
    share_text: "The bot will see the number of this phone: {phone}",
    share: "Share",
    ok: "OK",
    to_newest: "To the newest messages",
    unread: "unread: {count}",
    copied: "Copied",
    kilobytes: "KB",
    megabytes: "MB",
    bytes: "B",
    hide_note: "Hide the hint",
    deactivated: "Deleted account",
    failed: "It did not work: {reason}",
  },
};

let language = localStorage.getItem("language") === "en" ? "en" : "ru";

export function currentLanguage() {
  return language;
}

export function switchLanguage() {
  language = language === "ru" ? "en" : "ru";
  localStorage.setItem("language", language);
}

export function t(key, values = {}) {
  return TEXTS[language][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

// Fills every element that names its text or its label in the markup.
export function fillTexts(root) {
  for (const element of root.querySelectorAll("[data-text]")) {
    element.textContent = t(element.dataset.text);
  }
  for (const element of root.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", t(element.dataset.label));
    element.title = t(element.dataset.label);
  }
}
