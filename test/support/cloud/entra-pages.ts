/** The page where the user signs in: one account, and a way out. */
export function signInPage(url: URL): string {
  const hidden = ['redirect_uri', 'state', 'code_challenge', 'response_mode', 'claims']
    .map(
      (name) => `<input type="hidden" name="${name}" value="${escaped(url.searchParams.get(name) ?? '')}">`,
    )
    .join('')
  const tenant = url.pathname.split('/')[1] ?? 'common'
  return `<!doctype html><title>Sign in</title><form method="post" action="/${tenant}/login">${hidden}
<button name="answer" value="yes">ada@contoso.com</button><button name="answer" value="no">Cancel</button></form>`
}

/** Sends the browser back to the studio, with a code or the user's refusal. */
export function answerPage(form: URLSearchParams, code: string | undefined): string {
  const values = {
    state: form.get('state') ?? '',
    ...(code === undefined ? { error: 'access_denied', error_description: 'The user said no.' } : { code }),
  }
  const hidden = Object.entries(values)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`)
    .join('')
  return `<!doctype html><title>Back</title><form method="post" action="${escaped(form.get('redirect_uri') ?? '')}">${hidden}</form>
<script>document.forms[0].submit()</script>`
}

/** The page where the user enters the code that the studio shows. */
export function devicePage(isApproved: boolean): string {
  return isApproved
    ? '<!doctype html><title>Done</title><p>You have signed in.</p>'
    : `<!doctype html><title>Enter code</title><form method="post" action="/device">
<input name="user_code" aria-label="Code"><button>Next</button></form>`
}

function escaped(text: string): string {
  return text.replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`)
}
