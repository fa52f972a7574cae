import type {Diagnosis} from '../../rules/diagnosis/diagnosis.ts';
import type {Card} from '../../snapshot/cards/card.ts';

/** A card, and what the rules found about its process. */
export interface JudgedCard {
  readonly card: Card;
  readonly diagnosis: Diagnosis;
}
