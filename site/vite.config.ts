import { defineConfig } from "vite";

// Output goes to build/site/, which Django serves as /static/site/ (STATICFILES_DIRS) and reads through
// manifest.json (django-vite). Relative base: the style sheet finds its fonts wherever STATIC_URL points.
export default defineConfig({
  base: "./",
  publicDir: false,
  build: {
    outDir: "../build/site",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: ["chrome109", "firefox115", "safari16.4"],
    modulePreload: { polyfill: false },
    // Fonts and pictures stay files: a data: URL in the style sheet would be paid for on every page.
    assetsInlineLimit: 0,
    rollupOptions: {
      // Nearly all of a build is Sass, which is no news.
      checks: { pluginTimings: false },
      input: {
        site: "src/styles/site.scss",
        patient: "src/styles/patient.scss",
        staff: "src/styles/staff.scss",
        public: "src/entries/public.ts",
        booking: "src/entries/booking.ts",
        cabinet: "src/entries/cabinet.ts",
        "staff-session": "src/entries/staff.ts",
        admin: "src/entries/admin.ts",
        "service-worker": "src/entries/service-worker.ts",
      },
      output: {
        // A service worker is found by its address, so its name may not change with its content.
        entryFileNames: (chunk) =>
          chunk.name === "service-worker" ? "service-worker.js" : "assets/[name]-[hash].js",
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
  css: {
    preprocessorOptions: {
      scss: { loadPaths: ["node_modules"], quietDeps: true },
    },
  },
});
