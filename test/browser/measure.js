// Runs in the page, as text, and answers with what a reader would stumble over. Plain JavaScript for the browser.
(() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const paint = canvas.getContext("2d", { willReadFrequently: true });
  const known = new Map();

  /** Red, green, blue (0 to 255) and alpha (0 to 1) of any CSS colour, as the browser itself paints it. */
  function rgba(colour) {
    if (!known.has(colour)) {
      paint.clearRect(0, 0, 1, 1);
      paint.fillStyle = "#000";
      paint.fillStyle = colour;
      paint.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = paint.getImageData(0, 0, 1, 1).data;
      known.set(colour, [red, green, blue, alpha / 255]);
    }
    return known.get(colour);
  }

  const over = ([r, g, b, a], [r2, g2, b2]) => [r * a + r2 * (1 - a), g * a + g2 * (1 - a), b * a + b2 * (1 - a), 1];

  /** WCAG 2. */
  function luminance([red, green, blue]) {
    const [r, g, b] = [red, green, blue].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(one, other) {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  }

  function ancestors(element) {
    const line = [];
    for (let at = element; at; at = at.parentElement) line.push(at);
    return line;
  }

  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const empty = dark && getComputedStyle(document.documentElement).colorScheme.includes("dark") ? 18 : 255;

  /** Works an element's value out from its parent's, once each. */
  function inherited(first, next) {
    const values = new Map();
    return function of(element) {
      if (!element) return first;
      if (!values.has(element))
        values.set(element, next(getComputedStyle(element), of(element.parentElement), element));
      return values.get(element);
    };
  }

  /** What is painted behind an element's text; null: an image. */
  const backdrop = inherited([empty, empty, empty, 1], (style, below, element) => {
    if (element.ownerSVGElement) return below;
    if (style.backgroundImage !== "none") return null;
    const own = rgba(style.backgroundColor);
    return own[3] === 1 ? own : below && over(own, below);
  });

  const opacity = inherited(1, (style, outer) => style.opacity * outer);

  /** In a picture, the shape below the text comes first. */
  function behind(element) {
    const shape = element.ownerSVGElement && shapeBelow(element);
    const below = backdrop(element);
    return shape && below ? over(rgba(getComputedStyle(shape).fill), below) : below;
  }

  function shapeBelow(text) {
    const box = text.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    return [...text.ownerSVGElement.querySelectorAll("path, rect, circle")]
      .filter((shape) => shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)
      .filter((shape) => isPainted(getComputedStyle(shape).fill))
      .findLast((shape) => {
        const { left, right, top, bottom } = shape.getBoundingClientRect();
        return left <= x && x <= right && top <= y && y <= bottom;
      });
  }

  const isPainted = (fill) => fill !== "none" && rgba(fill)[3] > 0;

  /** As drawn: a picture scales its text. */
  function sizeOf(element) {
    const size = Number.parseFloat(getComputedStyle(element).fontSize);
    return element.ownerSVGElement ? size * element.getScreenCTM().a : size;
  }

  function visibleTexts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = new Map();
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const text = walker.currentNode.data.trim();
      if (text === "" || found.has(element) || ["STYLE", "SCRIPT", "TITLE", "title", "desc"].includes(element.tagName))
        continue;
      const box = element.getBoundingClientRect();
      const seen = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      if (seen && box.width > 1 && box.height > 1) found.set(element, text.slice(0, 40));
    }
    return [...found];
  }

  const texts = visibleTexts().map(([element, text]) => {
    const style = getComputedStyle(element);
    const [red, green, blue, alpha] = rgba(element.ownerSVGElement ? style.fill : style.color);
    const below = behind(element);
    const ratio = below && contrast(over([red, green, blue, alpha * opacity(element)], below), below);
    return { text, ratio, size: sizeOf(element) };
  });

  const wide = document.documentElement.clientWidth;
  const scrolls = (at) => ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(at).overflowX);
  const outside = [...document.body.querySelectorAll("*")]
    .filter((element) => element.checkVisibility() && !element.ownerSVGElement)
    .filter((element) => element.getBoundingClientRect().right > wide + 0.5)
    .filter(
      (element) =>
        !ancestors(element)
          .slice(1, -1)
          .some((at) => at !== document.body && scrolls(at)),
    )
    .map(
      (element) => `${element.tagName.toLowerCase()}.${element.className} ${element.textContent.trim().slice(0, 40)}`,
    );

  const active = [...document.querySelectorAll("script, iframe, object, embed, form, base, meta[http-equiv=refresh i]")]
    .map((element) => element.outerHTML.slice(0, 60))
    .concat(
      [...document.querySelectorAll("*")].flatMap((element) =>
        [...element.attributes]
          .filter(({ name, value }) => name.startsWith("on") || /^\s*(javascript|vbscript):/i.test(value))
          .map(({ name, value }) => `${name}=${value.slice(0, 40)}`),
      ),
    );

  return { texts, wide, scrollWidth: document.documentElement.scrollWidth, outside, active };
})();
