/** The server's rules for passwords, which its OpenAPI document tells in words only. */
const LEAST = 10;
const MOST = 200;

/** The text of the first rule that is broken. */
export function passwordRule(password: string, userName = ''): string | undefined {
  const length = [...password].length;
  if (length < LEAST) return 'problem-password-too_short';
  if (length > MOST) return 'problem-password-too_long';
  if (userName.length > 3 && password.toLowerCase().includes(userName.toLowerCase())) return 'problem-password-holds_user_name';
  return undefined;
}
