// Policies side by side: another policy brings its own controls at once. Without this the button "Compare" does it.

"use strict";

for (const form of document.querySelectorAll("form[data-variants]")) {
  for (const choice of form.querySelectorAll("[data-choice]")) {
    choice.addEventListener("change", () => form.requestSubmit());
  }
}
