/** The template of the process title: text with variables such as {title} or {listen-addr}, "{{" for "{". */

/** The variables a template may use. */
export interface TitleVariables {
  readonly title: string;
  readonly 'listen-addr': string;
  readonly 'server-mode': string;
  readonly port: string;
  readonly 'tls-port': string;
  readonly unixsocket: string;
  readonly 'config-file': string;
}

const SAMPLE: TitleVariables = {
  title: 'redwing-server',
  'listen-addr': '127.0.0.1:6969',
  'server-mode': '',
  port: '6969',
  'tls-port': '0',
  unixsocket: '',
  'config-file': '',
};

/** Fills a template in; undefined when it names an unknown variable or does not close a brace. */
export function expandTitle(template: string, variables: TitleVariables): string | undefined {
  let title = '';
  let at = 0;
  for (;;) {
    const open = template.indexOf('{', at);
    if (open === -1) return (title + template.slice(at)).trimEnd();
    title += template.slice(at, open);
    if (template.charAt(open + 1) === '{') {
      title += '{';
      at = open + 2;
      continue;
    }
    const close = template.indexOf('}', open);
    const name = close === -1 ? undefined : template.slice(open + 1, close);
    if (name === undefined || !isVariable(name)) return undefined;
    title += variables[name];
    at = close + 1;
  }
}

function isVariable(name: string): name is keyof TitleVariables {
  return Object.hasOwn(SAMPLE, name);
}

/** The reason why a template cannot be used, in Redis's words. */
export function checkTitleTemplate(template: string): string | undefined {
  const title = expandTitle(template, SAMPLE);
  return title === undefined || title === ''
    ? 'template format is invalid or contains unknown variables'
    : undefined;
}
