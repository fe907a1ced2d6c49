// Our own small set of icons, drawn on 20 × 20. Always beside words: they are hidden from screen readers.
const paths = {
  panah: "M7 4l6 6-6 6",
  kembali: "M13 4l-6 6 6 6",
  centang: "M4 10.5l4 4 8-9",
  silang: "M5 5l10 10M15 5L5 15",
  seru: "M10 4.5v7M10 15v.5",
  info: "M10 9v6M10 5v.5",
  jam: "M10 5.5V10l3 2M10 2.5a7.5 7.5 0 1 0 .01 0z",
  pensil: "M4 16l1-4 8.5-8.5 3 3L8 15l-4 1z",
  naik: "M10 16V5M5 10l5-5 5 5",
  turun: "M10 4v11M5 10l5 5 5-5",
  sama: "M5 8h10M5 12h10",
  bintang: "M10 3l2.2 4.6 5 .7-3.6 3.5.9 5L10 14.4 5.5 16.8l.9-5L2.800 8.300l5-.7z",
  orang: "M10 10a3.2 3.2 0 1 0 0-6.400 3.200 3.200 0 0 0 0 6.400zM3.500 17c.8-3.300 3.200-5 6.500-5s5.700 1.700 6.500 5",
  gembok: "M5 9.500h10V17H5zM7 9.500V6.500a3 3 0 0 1 6 0v3",
  menu: "M3 5.500h14M3 10h14M3 14.500h14",
  awan: "M3 3l14 14M6 14.500H5a3.200 3.200 0 0 1-.6-6.300M8.200 5.200A4.800 4.800 0 0 1 14.700 8.500a3.100 3.100 0 0 1 1.800 5",
  kosong: "M10 3.500a6.500 6.500 0 1 0 .01 0z",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ nama, kelas = "ikon" }: { nama: IconName; kelas?: string }) {
  return (
    <svg class={kelas} viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
      <path d={paths[nama]} />
    </svg>
  );
}
