// "31.52, 34.45" as a person types or pastes it, in WGS 84 degrees: latitude first.

import { latinDigits } from "./counts.js";

const NUMBER = String.raw`([-+−]?\d{1,3}(?:[.·٫]\d+)?)\s*°?\s*`;
const PAIR = new RegExp(`^\\s*${NUMBER}([NS])?\\s*[,،;/ ]\\s*${NUMBER}([EW])?\\s*$`, "iu");

/** {latitude, longitude}; both null for nothing typed; null when it is no pair of coordinates. */
export function readCoordinates(typed) {
  if (!typed.trim()) return { latitude: null, longitude: null };
  const found = PAIR.exec(latinDigits(typed));
  if (!found) return null;
  const [, north, ns, east, ew] = found;
  const latitude = signed(north, /s/iu.test(ns ?? ""));
  const longitude = signed(east, /w/iu.test(ew ?? ""));
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}

/** The pair as a field shows it. */
export function shownCoordinates({ latitude, longitude }) {
  return latitude === null || latitude === undefined ? "" : `${latitude}, ${longitude}`;
}

function signed(text, isNegative) {
  const number = Number(text.replace(/[·٫]/u, ".").replace("−", "-"));
  return isNegative ? -Math.abs(number) : number;
}
