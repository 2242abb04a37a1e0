export interface Product {
  readonly id: string;
  readonly name: string;
  readonly price_usd: number;
}

/** The demo's ten products. */
export const PRODUCTS: readonly Product[] = [
  { id: 'OLJCESPC7Z', name: 'National Park Foundation Explorascope', price_usd: 101.96 },
  { id: '66VCHSJNUP', name: 'Starsense Explorer Refractor Telescope', price_usd: 349.95 },
  { id: '1YMWWN1N4O', name: 'Eclipsmart Travel Refractor Telescope', price_usd: 129.95 },
  { id: 'L9ECAV7KIM', name: 'Lens Cleaning Kit', price_usd: 21.95 },
  { id: '2ZYFJ3GM2N', name: 'Roof Binoculars', price_usd: 209.95 },
  { id: '0PUK6V6EV0', name: 'Solar System Color Imager', price_usd: 175.0 },
  { id: 'LS4PSXUNUM', name: 'Red Flashlight', price_usd: 57.08 },
  { id: '9SIQT8TOJO', name: 'Optical Tube Assembly', price_usd: 3599.0 },
  { id: '6E92ZMYYFZ', name: 'Solar Filter', price_usd: 69.95 },
  { id: 'HQTGWGPNH4', name: 'The Comet Book', price_usd: 0.99 },
];
