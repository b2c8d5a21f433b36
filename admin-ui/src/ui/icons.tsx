/** The few pictures in use, drawn in the ink of the text around them. All are decoration: words stand beside them. */
import type { ReactNode } from 'react';

function Icon({ children, size = 18 }: { children: ReactNode; size?: number }) {
  // In rem, so that they grow with the text around them.
  const side = `${size / 16}rem`;
  return (
    <svg
      width={side}
      height={side}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const IncomingIcon = () => (
  <Icon size={16}>
    <path d="M15 5 5.5 14.5M5.5 7.5v7h7" />
  </Icon>
);
export const OutgoingIcon = () => (
  <Icon size={16}>
    <path d="M5 15 14.5 5.5M7.5 5.5h7v7" />
  </Icon>
);
export const InternalIcon = () => (
  <Icon size={16}>
    <path d="M3.5 7h13M13.5 4l3 3-3 3M16.5 13h-13M6.5 10l-3 3 3 3" />
  </Icon>
);
export const HangUpIcon = () => (
  <Icon size={20}>
    <path
      d="M10 6.4c-2.9 0-5.500.700-7.30 1.900-.800.500-1.20 1.400-1.10 2.300l.150 1.700c.070.800.80 1.360 1.580 1.200l2.500-.500c.600-.120 1.040-.620 1.080-1.230l.090-1.470a10 10 0 0 1 6 0l.090 1.470c.040.610.480 1.110 1.080 1.230l2.500.500c.780.160 1.510-.40 1.580-1.200l.150-1.700c.090-.900-.300-1.800-1.100-2.300C15.50 7.10 12.90 6.40 10 6.400Z"
      fill="currentColor"
      stroke="none"
    />
  </Icon>
);
export const SearchIcon = () => (
  <Icon size={16}>
    <circle cx="9" cy="9" r="5" />
    <path d="m13 13 4 4" />
  </Icon>
);
export const SignOutIcon = () => (
  <Icon>
    <path d="M12 4H5.5A1.5 1.5 0 0 0 4 5.5v9A1.5 1.5 0 0 0 5.5 16H12M9 10h8M14.5 7.5 17 10l-2.5 2.5" />
  </Icon>
);
export const GlobeIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7" />
    <path d="M3 10h14M10 3c2.5 2.5 2.5 11.5 0 14M10 3c-2.5 2.5-2.5 11.5 0 14" />
  </Icon>
);
export const SunIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="3" />
    <path d="M10 3v1.5M10 15.5V17M3 10h1.5M15.5 10H17M5 5l1 1M14 14l1 1M15 5l-1 1M6 14l-1 1" />
  </Icon>
);
export const MoonIcon = () => (
  <Icon>
    <path d="M16 11.8A6.5 6.5 0 0 1 8.2 4 6.5 6.5 0 1 0 16 11.8Z" />
  </Icon>
);
export const SystemIcon = () => (
  <Icon>
    <rect x="3" y="4" width="14" height="9.5" rx="1.5" />
    <path d="M7.5 16.5h5" />
  </Icon>
);
