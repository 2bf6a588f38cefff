import { LIST_STYLES } from './styles-lists.ts';
import { PAGE_STYLES } from './styles-page.ts';

/** The inline style. Widths and colours depend on classes and data attributes, because the policy forbids `style` attributes. */
export const STYLES = `${PAGE_STYLES}${LIST_STYLES}`;
