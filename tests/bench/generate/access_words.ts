const encoder = new TextEncoder();

/** Texts to draw from, as bytes. */
export type Words = readonly Uint8Array[];

function words(texts: readonly string[]): Words {
  return texts.map((text) => encoder.encode(text));
}

/** How many hosts there are; the first ones serve more. */
export const HOST_COUNT = 50;

/** The hosts. */
export const HOSTS = words(
  Array.from(
    { length: HOST_COUNT },
    (_, index) => `web-${String(index + 1).padStart(2, "0")}`,
  ),
);

/** Methods, in the proportions they are drawn in. */
export const METHODS = words(
  "GET GET GET GET GET GET GET GET GET POST POST POST PUT PATCH DELETE HEAD"
    .split(" "),
);

/** Paths, common ones first; one that ends in `/` is followed by a number. */
export const PATHS = words([
  "/api/v1/orders/",
  "/api/v1/items/",
  "/",
  "/assets/app.js",
  "/assets/app.css",
  "/api/v1/users/",
  "/api/v1/search",
  "/favicon.ico",
  "/img/",
  "/login",
  "/health",
  "/blog/a-low-wall",
  "/robots.txt",
  "/api/v2/carts/",
  "/docs/start",
  "/account/settings",
  "/checkout",
  "/api/v1/reports/daily",
  "/feed.xml",
  "/wp-login.php",
]);

/** Where visitors came from, common ones first. */
export const REFERERS = words([
  "-",
  "-",
  "https://example.com/",
  "https://example.com/shop",
  "https://example.org/",
  "https://news.example.org/",
  "https://example.com/blog",
  "https://forum.example.net/",
]);

/** Programs that visitors use, common ones first. */
export const AGENTS = words([
  "Mozilla/5.0 (X11) Chrome/126",
  "Mozilla/5.0 (Windows; KHTML, like Gecko)",
  "curl/8.5.0",
  "Mozilla/5.0 (Mac) Safari/605",
  "Mozilla/5.0 (iPhone) Safari",
  "okhttp/4.12.0",
  "Mozilla/5.0 (Linux; Android 14)",
  "Mozilla/5.0 (compatible; examplebot/2.1)",
  "Mozilla/5.0 (X11; Ubuntu) Firefox/127.0",
  "python-requests/2.32.3",
  "kube-probe/1.30",
]);
