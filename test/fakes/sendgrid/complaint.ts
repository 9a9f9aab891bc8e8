/** One of the `errors` of SendGrid's answers. */
export interface Complaint {
  readonly message: string;
  /** `personalizations.0.to.0.email` */
  readonly field: string | null;
  readonly help: null;
}

export function complaint(message: string, field: string | null = null): Complaint {
  return { message, field, help: null };
}
