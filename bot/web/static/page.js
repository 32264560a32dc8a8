// Nothing here is needed to ask and to read an answer: it shows progress as it goes, takes dropped files,
// and asks for a picture that fits a light page.
"use strict";

const theme = document.getElementById("theme");
if (theme && window.matchMedia("(prefers-color-scheme: light)").matches) {
  theme.value = "light";
}

const form = document.getElementById("ask");
if (form) {
  const button = document.getElementById("go");
  const label = button.textContent;
  form.addEventListener("submit", () => {
    button.textContent = button.dataset.busy;
    button.setAttribute("aria-disabled", "true");
  });
  window.addEventListener("pageshow", () => {
    button.textContent = label;
    button.removeAttribute("aria-disabled");
  });
  const drop = document.getElementById("drop");
  const file = document.getElementById("file");
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    drop.addEventListener(name, () => drop.classList.remove("over"));
  }
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) {
      file.files = event.dataTransfer.files;
    }
  });
}

const waiting = document.getElementById("waiting");
if (waiting) {
  const stage = document.getElementById("stage");
  const share = document.getElementById("share");
  const events = new EventSource(waiting.dataset.events);
  let failures = 0;
  events.onmessage = (event) => {
    const told = JSON.parse(event.data);
    failures = 0;
    stage.textContent = told.text;
    if (told.share > 0) {
      share.value = told.share;
    }
  };
  events.addEventListener("done", () => {
    events.close();
    window.location.reload();
  });
  events.onerror = () => {
    failures += 1;
    if (failures > 5 || events.readyState === EventSource.CLOSED) {
      events.close();
      window.setTimeout(() => window.location.reload(), 3000);
    }
  };
}
