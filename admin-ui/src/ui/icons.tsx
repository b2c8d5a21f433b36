/** The pictures in use, drawn in the ink of the text around them. All are decoration: words stand beside them. */
import type { ReactNode } from 'react';

export type Picture = (properties: { size?: number }) => ReactNode;

/** A picture of strokes on a field of 20 by 20. */
function strokes(path: string): Picture {
  return function Icon({ size = 18 }) {
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
        style={{ flex: 'none' }}
      >
        <path d={path} />
      </svg>
    );
  };
}

const circle = (x: number, y: number, r: number) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;

export const IncomingIcon = strokes('M15 5 5.5 14.5M5.5 7.5v7h7');
export const OutgoingIcon = strokes('M5 15 14.5 5.5M7.5 5.5h7v7');
export const InternalIcon = strokes('M3.5 7h13M13.5 4l3 3-3 3M16.5 13h-13M6.5 10l-3 3 3 3');
export const SearchIcon = strokes(`${circle(9, 9, 5)}m9.5 3.5 4 4`);
export const SignOutIcon = strokes('M12 4H5.5A1.5 1.5 0 0 0 4 5.5v9A1.5 1.5 0 0 0 5.5 16H12M9 10h8M14.5 7.5 17 10l-2.5 2.5');
export const GlobeIcon = strokes(`${circle(10, 10, 7)}h14M10 3c2.5 2.5 2.5 11.5 0 14M10 3c-2.5 2.5-2.5 11.5 0 14`);
export const SunIcon = strokes(
  `${circle(10, 10, 3)}M10 3v1.5M10 15.5V17M3 10h1.5M15.5 10H17M5 5l1 1M14 14l1 1M15 5l-1 1M6 14l-1 1`,
);
export const MoonIcon = strokes('M16 11.8A6.5 6.5 0 0 1 8.2 4 6.5 6.5 0 1 0 16 11.8Z');
export const SystemIcon = strokes('M4.5 4h11A1.5 1.5 0 0 1 17 5.5V12a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 3 12V5.5A1.5 1.5 0 0 1 4.5 4ZM7.5 16.5h5');
export const UsersIcon = strokes(`${circle(7.5, 7, 2.75)}M2.5 16c0-2.6 2.2-4.3 5-4.3s5 1.7 5 4.3M12.8 4.5a2.7 2.7 0 0 1 0 5M14.5 12c1.8.6 3 2 3 4`);
export const PhoneIcon = strokes('M6.5 3H4.2C3.5 3 3 3.5 3 4.2 3 11.3 8.7 17 15.8 17c.7 0 1.2-.5 1.2-1.2v-2.3L13.5 12l-1.6 1.9A10.5 10.5 0 0 1 6.1 8.1L8 6.5 6.5 3Z');
export const DeviceIcon = strokes('M3.5 8.5h13v7a1.5 1.5 0 0 1-1.5 1.5H5a1.5 1.5 0 0 1-1.5-1.5ZM3 8V5.5A1.5 1.5 0 0 1 4.5 4h11A1.5 1.5 0 0 1 17 5.5V8M6.5 4v2.5M13.5 4v2.5M7 11.5v0M10 11.5v0M13 11.5v0M7 14v0M10 14v0M13 14v0');
export const TrunkIcon = strokes(`M10 17V9.5M7 17h6${circle(10, 7.5, 1.6)}M6.2 11.3a5.4 5.4 0 0 1 0-7.6M13.8 3.7a5.4 5.4 0 0 1 0 7.6M3.8 13.5a8.7 8.7 0 0 1 0-12M16.2 1.5a8.7 8.7 0 0 1 0 12`);
export const NumberIcon = strokes('M8 3.5 6.5 16.5M13.5 3.5 12 16.5M3.5 7.5h13.5M3 12.5h13.5');
export const RouteIcon = strokes('M3 15.5h4.5a3 3 0 0 0 3-3v-5a3 3 0 0 1 3-3H17M14 1.5l3 3-3 3M12.5 15.5H17M14 12.5l3 3-3 3');
export const OverviewIcon = strokes('M3.5 3.5h5.5v7H3.5ZM11 3.5h5.5v4H11ZM11 10h5.5v6.5H11ZM3.5 13h5.5v3.5H3.5Z');
export const ActiveIcon = strokes('M2.5 10h3l2-5.5 4.5 11 2.5-5.5h3');
export const ReportIcon = strokes('M4 16.5v-6M8 16.5v-10M12 16.5v-7M16 16.5v-12');
export const AuditIcon = strokes('M6 3h6l4 4v9a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1ZM12 3v4h4M8 11h5M8 14h3');
export const TenantsIcon = strokes('M3 17V5l6-2v14M9 7.5 17 9v8M2 17h16M5.5 7.5v0M5.5 11v0M12.5 12v0M12.5 14.8v0');
export const ResellerIcon = strokes(`${circle(10, 4.5, 1.8)}M10 6.3v3.2M4.5 12.5v-1.5a1.5 1.5 0 0 1 1.5-1.5h8a1.5 1.5 0 0 1 1.5 1.5v1.5${circle(4.5, 14.5, 1.8)}${circle(15.5, 14.5, 1.8)}`);
export const HealthIcon = strokes('M10 16.5S3 12.6 3 7.8A3.8 3.8 0 0 1 10 5.9a3.8 3.8 0 0 1 7 1.9c0 4.8-7 8.7-7 8.7ZM5.8 9.8h2l1.3-2.3 1.8 4 1.2-1.7h2');
export const BanIcon = strokes(`${circle(10, 10, 7)}M5.1 5.1l9.8 9.8`);
export const ShieldIcon = strokes('M10 2.8 16 5v4.6c0 3.6-2.5 6.2-6 7.6-3.5-1.4-6-4-6-7.6V5ZM7.4 10l1.8 1.8 3.4-3.5');
export const PersonIcon = strokes(`${circle(10, 7, 3)}M4 16.5c0-3 2.7-4.8 6-4.8s6 1.8 6 4.8`);
export const BrandIcon = strokes(`M10 3a7 7 0 1 0 0 14c1.2 0 1.6-.8 1.3-1.7-.5-1.3.3-2.3 1.6-2.3h1.6A2.5 2.5 0 0 0 17 10.5C17 6.3 13.9 3 10 3Z${circle(6.8, 9.3, 0.5)}${circle(9.2, 6.3, 0.5)}${circle(12.8, 7.2, 0.5)}`);
export const BlueprintIcon = strokes('M4.5 3.5h11v13h-11ZM7.5 7h5M7.5 10h5M7.5 13h3');
export const PlanIcon = strokes('M4 5.5h12M4 10h12M4 14.5h7M14.5 14l1.5 1.5L18.5 13');
export const UsageIcon = strokes('M3 14.5a7 7 0 1 1 14 0M10 14.5l3.5-4.5M5 17h10');
export const MenuIcon = strokes('M3.5 6h13M3.5 10h13M3.5 14h13');
export const CloseIcon = strokes('M5 5l10 10M15 5 5 15');
export const PlusIcon = strokes('M10 4v12M4 10h12');
export const CheckIcon = strokes('M4 10.5 8 14.5 16 5.5');
export const ChevronDownIcon = strokes('M5.5 8 10 12.5 14.5 8');
export const ChevronRightIcon = strokes('M8 5.5 12.5 10 8 14.5');
export const ChevronLeftIcon = strokes('M12 5.5 7.5 10 12 14.5');
export const ArrowUpIcon = strokes('M10 16V4.5M5.5 9 10 4.5 14.5 9');
export const ArrowDownIcon = strokes('M10 4v11.5M5.5 11l4.5 4.5 4.5-4.5');
export const EyeIcon = strokes(`M2 10s3-5.5 8-5.5 8 5.5 8 5.5-3 5.5-8 5.5S2 10 2 10Z${circle(10, 10, 2.3)}`);
export const EyeOffIcon = strokes('M8 4.8A8 8 0 0 1 10 4.5c5 0 8 5.5 8 5.5a14 14 0 0 1-2.3 2.9M5 6.2A13.5 13.5 0 0 0 2 10s3 5.5 8 5.5a8 8 0 0 0 3.6-.9M3 3l14 14');
export const CopyIcon = strokes('M7.5 7.5V4.5a1 1 0 0 1 1-1h7a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-3M4.5 7.5h7a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1Z');
export const DownloadIcon = strokes('M10 3.5v9M6 9l4 4 4-4M3.5 16.5h13');
export const UploadIcon = strokes('M10 12.5v-9M6 7.5l4-4 4 4M3.5 16.5h13');
export const ColumnsIcon = strokes('M3.5 4h13v12h-13ZM8 4v12M12.5 4v12');
export const FilterIcon = strokes('M3 5h14M5.5 10h9M8.5 15h3');
export const TrashIcon = strokes('M3.5 5.5h13M8 5.5V3.5h4v2M5.5 5.5l.7 11h7.6l.7-11M8.5 9v4.5M11.5 9v4.5');
export const RolesIcon = strokes('M10 3 4.5 5v4.5c0 3.6 2.3 6 5.5 7.5 3.2-1.5 5.5-3.9 5.5-7.5V5L10 3ZM7.5 9.8l1.9 1.9 3.2-3.4');
export const SupportIcon = strokes(`${circle(10, 10, 7)}${circle(10, 10, 2.75)}M5.1 5.1l2.9 2.9M14.9 5.1 12 8M5.1 14.9 8 12M14.9 14.9 12 12`);
export const KeyIcon = strokes(`${circle(6.5, 13.5, 3)}m5.2-2.1L16.5 6.6M13 8.8l2 2M15.5 6.5l1.5 1.5`);
export const KeyboardIcon = strokes('M3 5h14a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1ZM5.5 8v0M8.5 8v0M11.5 8v0M14.5 8v0M5.5 12h9');
export const DensityIcon = strokes('M3.5 4.5h13M3.5 8.2h13M3.5 11.8h13M3.5 15.5h13');
export const WarningIcon = strokes('M10 3.5 17.5 16.5h-15ZM10 8.5v3.5M10 14.4v.1');
export const NoteIcon = strokes(`${circle(10, 10, 7)}M10 9v5M10 6.3v.1`);
export const SetupIcon = strokes('M4 5.5 5.5 7 8 4M4 13.5 5.5 15l2.5-3M11 6h6M11 14h6');
export const PauseIcon = strokes('M7 5v10M13 5v10');
export const PlayIcon = strokes('M6.5 4.5v11l9-5.5Z');
export const EnterIcon = strokes('M11 4h3.5A1.5 1.5 0 0 1 16 5.5v9a1.5 1.5 0 0 1-1.5 1.5H11M3.5 10H12M9 7l3 3-3 3');

export function HangUpIcon() {
  return (
    <svg width="1.25rem" height="1.25rem" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true">
      <path d="M10 6.4c-2.9 0-5.5.7-7.3 1.9-.8.5-1.2 1.4-1.1 2.3l.15 1.7c.07.8.8 1.36 1.58 1.2l2.5-.5c.6-.12 1.04-.62 1.08-1.23l.09-1.47a10 10 0 0 1 6 0l.09 1.47c.04.61.48 1.11 1.08 1.23l2.5.5c.78.16 1.51-.4 1.58-1.2l.15-1.7c.09-.9-.3-1.8-1.1-2.3C15.5 7.1 12.9 6.4 10 6.4Z" />
    </svg>
  );
}
