/** The few pictures in use, drawn in the ink of the text around them. All are decoration: words stand beside them. */
import type { ReactNode } from 'react';

function Icon({ children, size = 18 }: { children: ReactNode; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
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
  <Icon>
    <path
      d="M10 8c-2 0-3.8.300-5.3.900-1.3.500-2.1 1.7-2.1 3v.5c0 .5.5.900 1 .8l2.7-.5c.4-.1.7-.4.8-.8l.3-1.5c1.7-.5 3.5-.5 5.2 0l.3 1.5c.1.4.400.7.800.8l2.7.500c.5.1 1-.3 1-.8v-.5c0-1.3-.8-2.5-2.1-3C13.8 8.3 12 8 10 8Z"
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
export const CheckIcon = () => (
  <Icon size={16}>
    <path d="m4.5 10.5 3.5 3.5 7.5-8" />
  </Icon>
);
