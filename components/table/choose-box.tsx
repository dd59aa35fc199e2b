type Props = { label: string; isOn: boolean; onFlip: () => void };

/** The box before a row, or before all of them. */
export function ChooseBox({ label, isOn, onFlip }: Props) {
  return (
    <input type="checkbox" className="block" aria-label={label} checked={isOn} onChange={onFlip} />
  );
}
