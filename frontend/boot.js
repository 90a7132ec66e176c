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
  const link = (which) => document.querySelector(`link[rel=${which}]`).href;

  addEventListener("DOMContentLoaded", async () => {
    try {
      const app = await import(link("modulepreload"));
      await app.default({ module_or_path: link("preload][as=fetch") });
    } catch (error) {
      console.error(error);
      document.getElementById("boot-failed")?.removeAttribute("hidden");
    }
  });
}
