/** Buttons: one that leads, plain ones, quiet ones, and one that destroys. */
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Link } from 'react-router';
import styles from './Button.module.css';
import type { Picture } from './icons';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

interface Own {
  look?: Look;
  size?: 'medium' | 'small';
  icon?: Picture;
  children?: ReactNode;
}

type ButtonProperties = Own & ButtonHTMLAttributes<HTMLButtonElement> & { busy?: boolean; 'data-first'?: boolean };

export function Button({ look = 'plain', size = 'medium', icon: Icon, busy = false, children, className = '', ...rest }: ButtonProperties) {
  return (
    <button
      type="button"
      {...rest}
      className={`${styles.button} ${className}`}
      data-look={look}
      data-size={size}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
    >
      {Icon && <Icon size={16} />}
      {children}
      {busy && <span className={styles.spinner} aria-hidden="true" />}
    </button>
  );
}

/** Looks like a button and leads to a page. */
export function LinkButton({ look = 'plain', size = 'medium', icon: Icon, children, to, relative = 'route' }: Own & { to: string; relative?: 'route' | 'path' }) {
  return (
    <Link to={to} relative={relative} className={styles.button} data-look={look} data-size={size}>
      {Icon && <Icon size={16} />}
      {children}
    </Link>
  );
}

type IconProperties = { icon: Picture; label: string; tone?: 'danger'; 'data-side'?: 'left' | 'edge'; 'data-hint'?: string } & ButtonHTMLAttributes<HTMLButtonElement>;

/** A picture alone; its words are a hint and what is read aloud. */
export function IconButton({ icon: Icon, label, tone, className = '', ...rest }: IconProperties) {
  return (
    <button type="button" data-hint={label} {...rest} className={`${styles.icon} ${className}`} data-tone={tone} aria-label={label}>
      <Icon />
    </button>
  );
}
