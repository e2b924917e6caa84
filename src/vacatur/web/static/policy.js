// The policy page: numbers and chart follow the controls. Without this the button "Count" does the same.

"use strict";

{
  const form = document.getElementById("policy");
  const figures = document.getElementById("figures");
  const sweep = document.getElementById("sweep");
  const said = document.getElementById("said");
  let stop = null;
  let waiting = 0;

  // A number and its slider say the same; the number is the control, the slider is a handle for the mouse.
  for (const slider of form.querySelectorAll("input[type=range][data-of]")) {
    const number = document.getElementById(slider.dataset.of);
    slider.hidden = false;
    slider.addEventListener("input", () => { number.value = slider.value; });
    number.addEventListener("input", () => { slider.value = number.value; });
  }

  // Only the chosen policy's own controls matter: the address stays short.
  const fields = () => {
    const every = new FormData(form);
    const chosen = every.get("pack");
    const kept = new URLSearchParams();
    for (const [name, value] of every) {
      const own = !name.includes(".") || (chosen && name.startsWith(chosen + "."));
      if (own && name !== "csrf" && !(name === "sweep" && !value)) kept.append(name, value);
    }
    return kept;
  };

  // What is wrong stands beside its control, too, as on a page that was sent.
  const describe = (control, name, on) => {
    const others = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((each) => each && each !== name);
    control.setAttribute("aria-describedby", [...others, ...(on ? [name] : [])].join(" "));
  };
  const tell = () => {
    const wrong = [...figures.querySelectorAll("[data-wrong]")];
    for (const said of form.querySelectorAll("p.error[id$='-error']")) said.remove();
    for (const control of form.querySelectorAll("[aria-invalid]")) {
      control.removeAttribute("aria-invalid");
      describe(control, control.id + "-error", false);
    }
    for (const each of wrong) {
      const control = document.getElementById(each.dataset.wrong);
      if (!control) continue;
      const said = document.createElement("p");
      Object.assign(said, { className: "error", id: control.id + "-error", textContent: each.textContent });
      const legend = control.querySelector("legend");
      (legend ?? control.closest(".slide") ?? control).after(said);
      control.setAttribute("aria-invalid", "true");
      describe(control, said.id, true);
    }
    if (!wrong.length) document.getElementById("mistakes")?.remove();
  };

  const show = async () => {
    stop?.abort();
    stop = new AbortController();
    const asked = fields();
    figures.setAttribute("aria-busy", "true");
    try {
      fill(figures, await part(form.dataset.figures + "?" + asked, stop.signal));
      tell();
      said.textContent = figures.querySelector("[data-summary]")?.textContent ?? "";
      history.replaceState(null, "", location.pathname + "?" + asked);
      fill(sweep, await part(form.dataset.sweep + "?" + asked, stop.signal));
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    figures.removeAttribute("aria-busy");
  };

  const soon = () => {
    stop?.abort(); // an answer to what was asked before would undo what was just chosen
    clearTimeout(waiting);
    waiting = setTimeout(show, 40);
  };
  for (const each of form.querySelectorAll("[data-without-script]")) each.hidden = true;
  form.addEventListener("input", soon);
  sweep.addEventListener("change", soon);
  figures.addEventListener("vacatur:done", (event) => { event.preventDefault(); soon(); });
}
