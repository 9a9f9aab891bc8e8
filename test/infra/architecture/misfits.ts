import { type Box, footOf, PADDING, type Picture, SIZES, widthOf } from "./draw.ts";

type Area = Pick<Box, "x" | "y" | "width" | "height">;

/** What would not be readable: text or chips that leave their box, boxes that lie on each other, labels on boxes. */
export function misfits({ boxes, arrows, network, width, height }: Picture): string[] {
  const room = ({ width: wide }: Area) => wide - PADDING - 4;
  const labels = arrows
    .filter(({ label }) => label !== "")
    .map(({ label, at: [x, y] }) => ({
      title: label,
      x,
      y: y - SIZES.label,
      width: widthOf(label, SIZES.label),
      height: SIZES.label,
    }));
  return [
    ...boxes.flatMap((box) => [
      ...(widthOf(box.title, SIZES.title) > room(box) ? [`${box.title}: its title is too long`] : []),
      ...box.lines
        .filter((line) => widthOf(line, SIZES.line) > room(box))
        .map((line) => `${box.title}: '${line}' is too long`),
      ...(footOf(box) > box.y + box.height ? [`${box.title}: has too much in it`] : []),
      ...(isInside(box, { x: 0, y: 0, width, height }) ? [] : [`${box.title}: leaves the picture`]),
    ]),
    ...(widthOf(network.title, SIZES.label) > room(network) ? [`the network: '${network.title}' is too long`] : []),
    ...overlaps([...boxes, ...labels]),
  ];
}

function overlaps(areas: readonly (Area & Pick<Box, "title">)[]): string[] {
  return areas.flatMap((one, index) =>
    areas
      .slice(index + 1)
      .flatMap((other) => (touches(one, other) ? [`${one.title} and ${other.title}: lie on each other`] : [])),
  );
}

function touches(a: Area, b: Area): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function isInside(inner: Area, outer: Area): boolean {
  const { x, y, width, height } = inner;
  return x >= outer.x && y >= outer.y && x + width <= outer.x + outer.width && y + height <= outer.y + outer.height;
}
