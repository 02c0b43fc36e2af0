interface AuthPictureProps {
  readonly title: string;
  readonly text: string;
}

/** The city itself, by day in the light theme and by night in the dark one. */
export function AuthPicture({ title, text }: AuthPictureProps) {
  return (
    <div className="city-picture absolute inset-0 flex items-end">
      <div className="w-full bg-linear-to-t from-[#04161d]/85 to-transparent px-10 pt-32 pb-10 text-white xl:px-14 xl:pb-14">
        <p className="max-w-md text-2xl font-semibold tracking-[-0.02em] text-balance">{title}</p>
        <p className="mt-2 max-w-md text-white/85">{text}</p>
      </div>
    </div>
  );
}
