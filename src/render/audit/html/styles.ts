import { LIST_STYLES } from './styles-lists.ts';
import { PAGE_STYLES } from './styles-page.ts';

/** The one inline style. Widths and colours come from classes and data attributes: the policy allows no `style`. */
export const STYLES = `${PAGE_STYLES}${LIST_STYLES}`;
