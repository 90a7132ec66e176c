// Runs before the first paint, so that the page never flashes in another theme, and then starts the app.
// A file of its own because a strict Content-Security-Policy allows no inline script.
"use strict";

{
  const page = document.documentElement;

  try {
    const settings = JSON.parse(localStorage.getItem("confab.settings") ?? "{}");
    page.dataset.theme = settings.theme ?? "system";
    page.lang = settings.lang ?? "en";
  } catch {
    // No storage, or not ours: the defaults in index.html hold.
  }

  // Trunk puts the built files' names into these links.
  const link = (kind) => document.querySelector(`link[rel=preload][as=${kind}]`).href;

  const load = (address) =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      Object.assign(script, { src: address, onload: done, onerror: failed });
      document.head.append(script);
    });

  addEventListener("DOMContentLoaded", async () => {
    try {
      await load(link("script"));
      await wasm_bindgen({ module_or_path: link("fetch") });
    } catch (error) {
      console.error(error);
      document.getElementById("boot-failed")?.removeAttribute("hidden");
    }
  });
}
