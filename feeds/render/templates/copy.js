// Adds a button beside every address that copies it. Without it addresses are selected by a click.
"use strict";
for (const list of document.querySelectorAll(".addresses")) {
  for (const address of list.querySelectorAll("code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = list.dataset.copy;
    const term = address.closest("div").querySelector("dt");
    const name = term.textContent;
    const label = (words) => button.setAttribute("aria-label", `${words}: ${name}`);
    label(list.dataset.copy);
    button.addEventListener("click", async () => {
      const selection = window.getSelection();
      selection.selectAllChildren(address);
      try {
        // the clipboard is for secure pages only
        await navigator.clipboard.writeText(address.textContent);
      } catch {
        if (!document.execCommand("copy")) return;
      }
      button.textContent = list.dataset.copied;
      label(list.dataset.copied);
      window.setTimeout(() => {
        button.textContent = list.dataset.copy;
        label(list.dataset.copy);
      }, 2000);
    });
    term.append(button);
  }
}
