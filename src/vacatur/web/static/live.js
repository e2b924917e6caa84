// What moves by itself. Every page works without it.
//
//   <section data-live="ADDRESS" data-every="1000">   is replaced by what ADDRESS answers, until it no longer asks to be
//   <form data-upload>                                 is sent with its progress shown; answers are JSON
//   part(ADDRESS), fill(ELEMENT, TEXT)                 ask for a part of a page, and put it in its place (for pages' own scripts)

"use strict";

const csrf = document.querySelector("meta[name=csrf]")?.content ?? "";

async function part(address, stop) {
  const answer = await fetch(address, { credentials: "same-origin", signal: stop });
  if (answer.status === 403) location.reload(); // another server by now: its page says so
  if (!answer.ok) throw new Error(answer.status);
  return answer.text();
}

// Sections that follow something which is going on.

function follow(section) {
  const again = async () => {
    if (!section.isConnected) return;
    if (document.hidden) return void setTimeout(again, 1000);
    try {
      const holder = document.createElement("template");
      holder.innerHTML = (await part(section.dataset.live)).trim();
      const fresh = holder.content.firstElementChild;
      if (fresh.dataset.reload) {
        const over = new Event("vacatur:done", { bubbles: true, cancelable: true });
        if (section.dispatchEvent(over)) location.reload(); // unless a script of the page takes it up
        return;
      }
      keepFocus(section, fresh);
      section = fresh;
    } catch {
      // the server is gone, or busy: ask again
    }
    if (section.dataset.live) setTimeout(again, Number(section.dataset.every) || 1000);
  };
  setTimeout(again, Number(section.dataset.every) || 1000);
}

function keepFocus(old, fresh) {
  const within = old.contains(document.activeElement) ? document.activeElement.id : "";
  const opened = [...old.querySelectorAll("details[open][id]")].map((each) => each.id);
  old.replaceWith(fresh);
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  if (within) document.getElementById(within)?.focus({ preventScroll: true });
}

// Uploads.

function upload(form) {
  const input = form.querySelector("input[type=file]");
  const drop = form.querySelector(".drop");
  const bar = form.querySelector("progress");
  const said = form.querySelector("[data-said]");
  const wrong = form.querySelector("[data-wrong]");
  const stop = form.querySelector("[data-stop]");
  const send = form.querySelector("button:not([type=button])");

  const tell = (sentence) => {
    wrong.textContent = sentence;
    wrong.hidden = !sentence;
    if (sentence) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  };

  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  for (const kind of ["dragleave", "drop"]) {
    drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.remove("over"); });
  }
  drop.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      form.requestSubmit();
    }
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tell("");
    if (!input.files.length) {
      tell(form.dataset.none);
      return void input.focus();
    }
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRF-Token", csrf);
    request.upload.onprogress = (progress) => {
      bar.max = progress.total;
      bar.value = progress.loaded;
      said.textContent = Math.floor((100 * progress.loaded) / progress.total) + "%";
    };
    const done = (sentence) => {
      bar.hidden = said.hidden = stop.hidden = true;
      send.disabled = false;
      tell(sentence);
      input.focus();
    };
    request.onload = () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* not ours */ }
      if (answer.location) location.assign(answer.location);
      else done(answer.error ?? form.dataset.failed);
    };
    request.onerror = () => done(form.dataset.failed);
    request.onabort = () => done(form.dataset.stopped);
    stop.onclick = () => request.abort();
    bar.hidden = said.hidden = stop.hidden = false;
    send.disabled = true;
    request.send(new FormData(form));
  });
}

// A form is sent once: pressing twice begins nothing twice.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  const now = Date.now();
  if (now - Number(form.dataset.sent ?? 0) < 3000) event.preventDefault();
  else form.dataset.sent = now;
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A part of the page, filled anew: what was open stays open, and the focus where it was.

function fill(holder, text) {
  const focused = holder.contains(document.activeElement) ? document.activeElement.id : "";
  const opened = [...holder.querySelectorAll("details[open][id]")].map((each) => each.id);
  holder.innerHTML = text;
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  for (const section of holder.querySelectorAll("[data-live]")) follow(section);
}

for (const section of document.querySelectorAll("[data-live]")) follow(section);
for (const form of document.querySelectorAll("form[data-upload]")) upload(form);
document.getElementById("mistakes")?.focus();
